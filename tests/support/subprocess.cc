#include "tests/support/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "base/check.h"

namespace partita {
namespace {

// Reads what is there; false at the end.
bool drain(int fd, std::string* into) {
  char buffer[4096];
  const ssize_t count = read(fd, buffer, sizeof(buffer));
  if (count > 0) into->append(buffer, static_cast<size_t>(count));
  return count > 0;
}

// Kernels are cached among the runs of one build, and not with the user's own.
std::string cacheEnvironment() {
  const auto built = std::filesystem::last_write_time(PARTITA_BINARY).time_since_epoch().count();
  return "XDG_CACHE_HOME=" +
         (std::filesystem::temp_directory_path() / ("partita_test_cache_" + std::to_string(built))).string();
}

}  // namespace

Outcome runProcess(const std::vector<std::string>& command, const std::vector<std::string>& extraEnvironment,
                   double timeoutSeconds) {
  int out[2], err[2];
  CHECK(pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0);
  std::vector<char*> arguments;
  for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    setpgid(0, 0);
    for (const std::string& variable : extraEnvironment) putenv(const_cast<char*>(variable.c_str()));
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  close(out[1]);
  close(err[1]);
  Outcome outcome;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(timeoutSeconds);
  bool timedOut = false, outOpen = true, errOpen = true;
  while (outOpen || errOpen) {
    pollfd fds[2] = {{outOpen ? out[0] : -1, POLLIN, 0}, {errOpen ? err[0] : -1, POLLIN, 0}};
    poll(fds, 2, 100);
    if (fds[0].revents != 0) outOpen = drain(out[0], &outcome.out);
    if (fds[1].revents != 0) errOpen = drain(err[0], &outcome.err);
    if (!timedOut && std::chrono::steady_clock::now() > end) {
      timedOut = true;
      kill(-child, SIGKILL);
    }
  }
  close(out[0]);
  close(err[0]);
  int status = 0;
  waitpid(child, &status, 0);
  outcome.code = timedOut ? 124 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

Outcome runPartita(const std::vector<std::string>& arguments) {
  std::vector<std::string> command{PARTITA_BINARY};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return runProcess(command, {cacheEnvironment()});
}

namespace {

Outcome mpirun(int ranks, const std::vector<std::string>& program, std::vector<std::string> environment) {
  std::vector<std::string> command{"mpirun", "--oversubscribe", "--bind-to", "none", "-n", std::to_string(ranks)};
  command.insert(command.end(), program.begin(), program.end());
  for (const char* variable : {"OMPI_ALLOW_RUN_AS_ROOT=1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1",
                               "OMPI_MCA_mpi_yield_when_idle=1", "OMPI_MCA_btl_vader_single_copy_mechanism=none"})
    environment.push_back(variable);
  environment.push_back(cacheEnvironment());
  return runProcess(command, environment);
}

}  // namespace

Outcome mpirunPartita(int ranks, const std::vector<std::string>& arguments) {
  std::vector<std::string> program{PARTITA_BINARY};
  program.insert(program.end(), arguments.begin(), arguments.end());
  return mpirun(ranks, program, {});
}

Outcome mpirunShell(int ranks, const std::string& script, std::vector<std::string> environment) {
  environment.push_back(std::string("PARTITA=") + PARTITA_BINARY);
  return mpirun(ranks, {"sh", "-c", script}, std::move(environment));
}

std::string freshFolder(const std::string& name) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("partita_test_" + std::to_string(getpid())) / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder.string();
}

std::string sourcePath(const std::string& relative) { return std::string(PARTITA_SOURCE_DIR) + "/" + relative; }

}  // namespace partita
