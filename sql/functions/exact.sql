-- title: A number as a decimal with fifteen places, so that sums do not depend on the order of rows.
-- definition: Sums of floating-point numbers differ in their last digits with the order of addition. Sums of decimals are
--   sums of whole numbers.
CREATE TEMP MACRO exact(number) AS number::DECIMAL(38, 15)
