#pragma once
// Runs a command as a user would, and keeps what it says.
#include <string>
#include <vector>

namespace partita {

struct Outcome {
  int code = -1;  // exit code; 128 + signal when killed by one
  std::string out, err;
};

// COMMAND[0] is looked up in PATH. EXTRA_ENVIRONMENT: "NAME=value". Killed after TIMEOUT_SECONDS (code 124).
Outcome runProcess(const std::vector<std::string>& command, const std::vector<std::string>& extraEnvironment = {},
                   double timeoutSeconds = 240);

// The `partita` of this build, and `mpirun -n RANKS partita …` with the flags that many ranks on few cores need.
Outcome runPartita(const std::vector<std::string>& arguments);
Outcome mpirunPartita(int ranks, const std::vector<std::string>& arguments);
// `mpirun -n RANKS sh -c SCRIPT` with $PARTITA and ENVIRONMENT.
Outcome mpirunShell(int ranks, const std::string& script, std::vector<std::string> environment);

// A folder of this test's own under the system's temporary one, empty.
std::string freshFolder(const std::string& name);
std::string sourcePath(const std::string& relative);

}  // namespace partita
