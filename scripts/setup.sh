# Sourced by quickstart and run-tests: options, packages, build. Says what it does.

packages=(
  cmake ninja-build g++ ccache mold pkgconf
  libabsl-dev libtbb-dev libspdlog-dev libcapnp-dev capnproto libtomlplusplus-dev libcli11-dev nlohmann-json3-dev zlib1g-dev libhwloc-dev libxxhash-dev
  llvm-19-dev libopenblas-openmp-dev libopenmpi-dev openmpi-bin libgtest-dev libgmock-dev libbenchmark-dev
)
install=yes
jobs=$(nproc)

say() { printf '\n== %s\n' "$*"; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 2; }

# Installs what is missing of the Debian packages; nothing when all are there.
install_packages() {
  local missing=() package
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    say "Packages: all ${#packages[@]} are installed"
    return
  fi
  if [ "$install" = no ]; then
    say "Packages: not installed, as you said: ${missing[*]} (the build goes on without what it can do without)"
    return
  fi
  command -v apt-get >/dev/null || die "needs apt-get to install ${missing[*]}: this script knows Debian 12; install them your way and use --no-install"
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "must install ${missing[*]}: run it as root, install sudo, or install them yourself and use --no-install"
    sudo=(sudo)
  fi
  say "Packages: installing ${missing[*]}"
  "${sudo[@]}" apt-get update -q
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# Configures and builds preset $1, targets from $2 on (default: everything).
build() {
  local preset=$1
  shift
  local targets=()
  [ $# -gt 0 ] && targets=(--target "$@")
  say "Build: preset $preset in build/$preset, $jobs jobs"
  cmake --preset "$preset" >build-configure.log 2>&1 || { cat build-configure.log >&2; rm -f build-configure.log; die "cmake --preset $preset failed"; }
  rm -f build-configure.log
  cmake --build --preset "$preset" -j "$jobs" "${targets[@]}"
}

# Open MPI: root in a container may start ranks; more ranks than cores may share them and give way while they wait.
mpi_environment() {
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_mpi_yield_when_idle=1
  export OMPI_MCA_btl_vader_single_copy_mechanism=none  # containers without CAP_SYS_PTRACE
}
