"""CP-SAT (PyPI ortools) on an IOPDDL instance: one line of JSON with every answer and bound and when it came.

    python benchmarks/search/cp_sat.py B.json.gz --time-limit 60 --threads 2 --out B.solution

A Boolean per strategy, exactly one per node. Edges as in XLA's formulation, made smaller: rows of a matrix that are equal up to a constant are one
class, and so are columns; the constants go to the nodes, and what is left costs a Boolean per pair of classes whose sums over a row and a column are
those of the classes (the linearisation whose relaxation is tight on trees). Usage over time is a running sum with the limit as its upper bound: one
equation per moment at which something begins or ends. The clock starts when the model is built: neither reading nor building counts.
"""
import argparse
import json
import time

import instances


def merged(costs, rows, columns):
    """Cost of row i and column j = rowCost[i] + columnCost[j] + rest[class of i][class of j], infinite entries apart."""
    infinite = instances.INFINITE
    table = [costs[i * columns:(i + 1) * columns] for i in range(rows)]
    row_cost = [min(row) for row in table]
    row_cost = [0 if c >= infinite else c for c in row_cost]
    table = [[c if c >= infinite else c - base for c in row] for row, base in zip(table, row_cost)]
    column_cost = [min(row[j] for row in table) for j in range(columns)]
    column_cost = [0 if c >= infinite else c for c in column_cost]
    table = [tuple(c if c >= infinite else c - base for c, base in zip(row, column_cost)) for row in table]
    kinds = {}
    row_class = [kinds.setdefault(row, len(kinds)) for row in table]
    distinct = list(kinds)
    column_kinds = {}
    column_class = [column_kinds.setdefault(tuple(row[j] for row in distinct), len(column_kinds)) for j in range(columns)]
    rest = [[column[i] for column in column_kinds] for i in range(len(distinct))]
    return row_cost, column_cost, row_class, column_class, rest


def build(problem, cp_model):
    nodes, edges = problem['nodes'], problem['edges']
    model = cp_model.CpModel()
    x = [[model.new_bool_var('') for _ in costs] for costs in nodes['costs']]
    cost = [list(costs) for costs in nodes['costs']]
    variables, weights = [], []  # of the edges' part of the objective
    for choice in x:
        model.add_exactly_one(choice)
    cache = {}
    for members, costs in zip(edges['nodes'], edges['costs']):
        if len(members) == 1:
            cost[members[0]] = [a + b for a, b in zip(cost[members[0]], costs)]
            continue
        a, b = members
        key = (len(x[a]), tuple(costs))
        if key not in cache:
            cache[key] = merged(costs, len(x[a]), len(x[b]))
        row_cost, column_cost, row_class, column_class, rest = cache[key]
        cost[a] = [p + q for p, q in zip(cost[a], row_cost)]
        cost[b] = [p + q for p, q in zip(cost[b], column_cost)]
        if len(rest) == 1 and len(rest[0]) == 1 and rest[0][0] == 0:
            continue
        by_row = [[x[a][i] for i, r in enumerate(row_class) if r == k] for k in range(len(rest))]
        by_column = [[x[b][j] for j, c in enumerate(column_class) if c == k] for k in range(len(rest[0]))]
        pair = [[None if c >= instances.INFINITE else model.new_bool_var('') for c in row] for row in rest]
        for k, row in enumerate(pair):
            model.add(sum(y for y in row if y is not None) == sum(by_row[k]))
        for k in range(len(by_column)):
            model.add(sum(row[k] for row in pair if row[k] is not None) == sum(by_column[k]))
        for row, left in zip(pair, rest):
            for y, c in zip(row, left):
                if y is not None and c != 0:
                    variables.append(y)
                    weights.append(c)
    for choice, costs in zip(x, cost):
        for literal, c in zip(choice, costs):
            if c >= instances.INFINITE:
                model.add(literal == 0)
            elif c != 0:
                variables.append(literal)
                weights.append(c)
    limit = problem.get('usage_limit')
    if limit is not None:
        changes = {}
        for v, (begin, end) in enumerate(nodes['intervals']):
            if begin < end:
                changes.setdefault(begin, []).append((v, 1))
                changes.setdefault(end, []).append((v, -1))
        previous = 0
        for moment in sorted(changes):
            usage = model.new_int_var(0, limit, '')
            terms = [literal for v, _ in changes[moment] for literal in x[v]]
            factors = [sign * u for v, sign in changes[moment] for u in nodes['usages'][v]]
            model.add(usage == previous + cp_model.LinearExpr.weighted_sum(terms, factors))
            previous = usage
    model.minimize(cp_model.LinearExpr.weighted_sum(variables, weights))
    return model, x


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('instance')
    parser.add_argument('--time-limit', type=float, default=60)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--out', help='the best answer, in the contest\'s form')
    options = parser.parse_args()
    from ortools.sat.python import cp_model
    import ortools
    began = time.monotonic()
    problem = instances.read(options.instance)
    model, x = build(problem, cp_model)
    build_seconds = time.monotonic() - began
    events = []
    start = time.monotonic()

    class Answers(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self):
            events.append({'seconds': time.monotonic() - start, 'cost': int(self.objective_value), 'bound': self.best_objective_bound})

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = options.time_limit
    solver.parameters.num_workers = options.threads
    solver.parameters.random_seed = options.seed
    solver.best_bound_callback = lambda bound: events.append({'seconds': time.monotonic() - start, 'bound': bound})
    status = solver.solve(model, Answers())
    result = {'solver': f'CP-SAT {ortools.__version__}', 'status': solver.status_name(status), 'build_seconds': build_seconds,
              'seconds': time.monotonic() - start, 'events': events}
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        choice = [next(s for s, literal in enumerate(literals) if solver.boolean_value(literal)) for literals in x]
        cost, why = instances.evaluate(problem, choice)
        result.update(cost=cost, infeasible=why)
        if options.out:
            with open(options.out, 'w') as file:
                file.write(json.dumps(choice) + '\n')
    if status != cp_model.INFEASIBLE:
        result['bound'] = solver.best_objective_bound
    print(json.dumps(result))


if __name__ == '__main__':
    main()
