-- title: How much a trial counts by its phase.
-- grain: phase_bucket
-- definition: As weights.toml has them; a bucket without a row has weight 0.
CREATE TABLE raw.phase_weight (
  phase_bucket VARCHAR NOT NULL,        -- bucket of phases
  weight DOUBLE NOT NULL,               -- weight between 0 and 1
  why VARCHAR NOT NULL                  -- the reason
)
