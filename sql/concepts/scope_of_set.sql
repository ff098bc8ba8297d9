-- title: The scopes of each combination of scopes.
-- grain: scope_set, scope
-- published: as a view
-- definition: Turns a sum over the trials of the same scopes into the sum of each scope.
-- column scope_set: number of the combination of scopes, from 1
-- column scope: active, late or all
SELECT DISTINCT scope_set, unnest(scopes) AS scope
FROM concepts.scope_set
