/* beside_llvm LIBPARTITA [OTHER...] [-- LATER...]: loads the OTHER libraries for all to see, then the library for
 * itself alone, then the LATER ones for all to see, and runs a program. Ends with 0 when the result is right. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "partita/partita.h"

static void* library;

static void* load(const char* path, int mode) {
  void* out = dlopen(path, mode);
  if (out == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    exit(3);
  }
  return out;
}

static void* find(const char* name) {
  void* out = dlsym(library, name);
  if (out == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    exit(2);
  }
  return out;
}

/* FUNCTION as it is in the library. */
#define IN(type, name) type name##_ = (type)(uintptr_t)find(#name)

typedef const char* (*message_fn)(const partita_status*);
static message_fn message;

static void check(partita_status* status) {
  if (status == NULL) return;
  fprintf(stderr, "%s\n", message(status));
  exit(1);
}

int main(int count, char** arguments) {
  static const char text[] =
      "func.func public @main(%a: tensor<4xf32>) -> tensor<4xf32> {\n"
      "  %0 = stablehlo.sine %a : tensor<4xf32>\n  %1 = stablehlo.add %0, %a : tensor<4xf32>\n"
      "  return %1 : tensor<4xf32>\n}\n";
  const float in[4] = {0, 0, 0, 0};
  float out[4] = {1, 1, 1, 1};
  partita_client* client = NULL;
  partita_program* program = NULL;
  partita_plan* plan = NULL;
  partita_executable* executable = NULL;
  partita_buffer *argument = NULL, *result = NULL;
  int next = 2;
  for (; next < count && strcmp(arguments[next], "--") != 0; ++next) load(arguments[next], RTLD_NOW | RTLD_GLOBAL);
  if (count < 2) return 3;
  library = load(arguments[1], RTLD_LAZY | RTLD_LOCAL);
  for (++next; next < count; ++next) load(arguments[next], RTLD_NOW | RTLD_GLOBAL);
  message = (message_fn)(uintptr_t)find("partita_status_message");
  typedef partita_status* (*client_fn)(const partita_client_options*, partita_client**);
  typedef partita_status* (*parse_fn)(const char*, size_t, const char*, partita_program**);
  typedef partita_status* (*plan_fn)(const partita_client*, const partita_program*, const partita_plan_options*,
                                     partita_plan**);
  typedef partita_status* (*compile_fn)(const partita_client*, const partita_plan*, const partita_compile_options*,
                                        partita_executable**);
  typedef partita_status* (*argument_fn)(const partita_executable*, size_t, const void*, size_t, partita_buffer**);
  typedef partita_status* (*execute_fn)(const partita_executable*, const partita_execute_args*);
  typedef partita_status* (*read_fn)(const partita_buffer*, void*, size_t);
  IN(client_fn, partita_client_create);
  IN(parse_fn, partita_program_parse);
  IN(plan_fn, partita_plan_create);
  IN(compile_fn, partita_compile);
  IN(argument_fn, partita_buffer_for_argument);
  IN(execute_fn, partita_execute);
  IN(read_fn, partita_buffer_to_host);
  partita_client_options options = {.size = sizeof options, .devices = 1};
  check(partita_client_create_(&options, &client));
  check(partita_program_parse_(text, sizeof text - 1, NULL, &program));
  check(partita_plan_create_(client, program, NULL, &plan));
  check(partita_compile_(client, plan, NULL, &executable));
  check(partita_buffer_for_argument_(executable, 0, in, sizeof in, &argument));
  const partita_buffer* given[] = {argument};
  partita_execute_args run = {
      .size = sizeof run, .arguments = given, .argument_count = 1, .results = &result, .result_count = 1};
  check(partita_execute_(executable, &run));
  check(partita_buffer_to_host_(result, out, sizeof out));
  /* The library is never unloaded, whatever a host does. */
  dlclose(library);
  return out[0] == 0 && out[3] == 0 ? 0 : 1;
}
