/* Trains a small network on two devices through partita.h, then stores the compiled step and goes on with what is
 * loaded again. Runs without arguments; ends with 0 when the loss fell. */
#include <partita/partita.h>
#include <stdio.h>
#include <stdlib.h>

#include "programs.h"

/* Ends the program when STATUS is an error. */
static void check(partita_status* status, const char* what) {
  if (status == NULL) return;
  fprintf(stderr, "%s: %s (code %d)\n", what, partita_status_message(status), (int)partita_status_code(status));
  partita_status_destroy(status);
  exit(1);
}

/* TEXT, cut for the mesh "data=2" by RULES and compiled. */
static partita_executable* compiled(const partita_client* client, const char* text, size_t size, const char* name,
                                    const char* const* rules, size_t rule_count) {
  partita_program* program = NULL;
  partita_plan* plan = NULL;
  partita_executable* executable = NULL;
  partita_bytes* description = NULL;
  partita_plan_options options = {.size = sizeof options, .mesh = "data=2", .rules = rules, .rule_count = rule_count};
  check(partita_program_parse(text, size, name, &program), "parse");
  check(partita_plan_create(client, program, &options, &plan), "plan");
  check(partita_plan_text(plan, &description), "plan as text");
  printf("---- %s\n%s", name, partita_bytes_data(description));
  check(partita_compile(client, plan, NULL, &executable), "compile");
  partita_bytes_destroy(description);
  partita_plan_destroy(plan);
  partita_program_destroy(program);
  return executable;
}

/* One step: the parameters in STATE are donated and replaced by the new ones. Gives the loss. */
static float step(const partita_executable* executable, partita_buffer* state[2], const partita_buffer* x,
                  const partita_buffer* y) {
  const partita_buffer* arguments[4] = {state[0], state[1], x, y};
  partita_buffer* results[3];
  float loss = 0;
  partita_execute_args args = {
      .size = sizeof args, .arguments = arguments, .argument_count = 4, .results = results, .result_count = 3};
  check(partita_execute(executable, &args), "execute");
  for (int i = 0; i < 2; ++i) {
    partita_buffer_destroy(state[i]);
    state[i] = results[i];
  }
  check(partita_buffer_to_host(results[2], &loss, sizeof loss), "read the loss");
  partita_buffer_destroy(results[2]);
  return loss;
}

int main(void) {
  if (partita_api_version() != PARTITA_API_VERSION) {
    fprintf(stderr, "the header is of another version than the library\n");
    return 1;
  }
  partita_client* client = NULL;
  partita_client_options options = {.size = sizeof options, .devices = 2};
  check(partita_client_create(&options, &client), "client");
  /* The second layer is cut over both devices, by its argument's name; the batch is cut along "data" by itself. */
  const char* rules[] = {"w2=data"};
  partita_executable* init = compiled(client, kInit, sizeof kInit - 1, "init", NULL, 0);
  partita_executable* train = compiled(client, kStep, sizeof kStep - 1, "step", rules, 1);

  /* The parameters: results of init, moved to where the step wants them. */
  partita_buffer* made[2];
  partita_buffer* state[2];
  partita_execute_args run = {.size = sizeof run, .results = made, .result_count = 2};
  check(partita_execute(init, &run), "execute init");
  for (size_t i = 0; i < 2; ++i) {
    check(partita_buffer_to_argument(made[i], train, i, &state[i]), "move the parameters");
    partita_buffer_destroy(made[i]);
  }

  /* A batch: y says which of the two inputs is larger. */
  float x[kBatch][kInputs], y[kBatch];
  for (int i = 0; i < kBatch; ++i) {
    x[i][0] = (float)(i % 8) / 4 - 0.875f;
    x[i][1] = (float)(i / 8) / 2 - 0.75f;
    y[i] = x[i][0] > x[i][1] ? 1.0f : -1.0f;
  }
  partita_buffer *xs = NULL, *ys = NULL;
  check(partita_buffer_for_argument(train, 2, x, sizeof x, &xs), "x to the devices");
  check(partita_buffer_for_argument(train, 3, y, sizeof y, &ys), "y to the devices");

  const float first = step(train, state, xs, ys);
  float loss = first;
  for (int i = 1; i < 200; ++i) loss = step(train, state, xs, ys);
  printf("loss %.4f -> %.4f after 200 steps\n", first, loss);

  /* Stored, and loaded again: nothing is compiled. */
  partita_bytes* stored = NULL;
  partita_executable* loaded = NULL;
  check(partita_executable_serialize(train, &stored), "serialise");
  check(partita_executable_load(client, partita_bytes_data(stored), partita_bytes_size(stored), &loaded), "load");
  printf("the compiled step is %zu bytes\n", partita_bytes_size(stored));
  float last = loss;
  for (int i = 0; i < 200; ++i) last = step(loaded, state, xs, ys);
  printf("loss %.4f -> %.4f after 200 more, as loaded\n", loss, last);

  partita_bytes_destroy(stored);
  partita_buffer_destroy(xs);
  partita_buffer_destroy(ys);
  partita_buffer_destroy(state[0]);
  partita_buffer_destroy(state[1]);
  partita_executable_destroy(loaded);
  partita_executable_destroy(train);
  partita_executable_destroy(init);
  partita_client_destroy(client);
  return last < loss && loss < first ? 0 : 1;
}
