#include "codegen/emit/kernel_imports.h"

#include <math.h>
#include <sched.h>
#include <string.h>

// The compiler's runtime: f16 to and from f32, for processors without instructions for it. Only their addresses are
// taken.
extern "C" void __extendhfsf2();
extern "C" void __truncsfhf2();

namespace partita {
namespace {

// NAME of FUNCTION, which has overloads in C++: the one of SIGNATURE is the C library's.
template <typename Signature>
KernelImport bind(std::string_view name, Signature* function) {
  return {name, reinterpret_cast<void*>(function)};
}

}  // namespace

absl::Span<const KernelImport> kernelImports() {
  // Sorted; docs/programs.md says which processors need what.
  static const KernelImport kImports[] = {
      bind<void()>("__extendhfsf2", ::__extendhfsf2),
      bind<void()>("__truncsfhf2", ::__truncsfhf2),
      bind<double(double, double)>("atan2", ::atan2),
      bind<double(double)>("cbrt", ::cbrt),
      bind<double(double)>("ceil", ::ceil),
      bind<float(float)>("ceilf", ::ceilf),
      bind<double(double)>("cos", ::cos),
      bind<float(float)>("cosf", ::cosf),
      bind<double(double)>("erf", ::erf),
      bind<double(double)>("erfc", ::erfc),
      bind<double(double)>("exp", ::exp),
      bind<double(double)>("expm1", ::expm1),
      bind<double(double)>("floor", ::floor),
      bind<float(float)>("floorf", ::floorf),
      bind<double(double, double, double)>("fma", ::fma),
      bind<float(float, float, float)>("fmaf", ::fmaf),
      bind<double(double, double)>("fmod", ::fmod),
      bind<float(float, float)>("fmodf", ::fmodf),
      bind<double(double)>("log", ::log),
      bind<double(double)>("log1p", ::log1p),
      bind<void*(void*, const void*, size_t)>("memcpy", ::memcpy),
      bind<void*(void*, const void*, size_t)>("memmove", ::memmove),
      bind<void*(void*, int, size_t)>("memset", ::memset),
      bind<double(double, double)>("pow", ::pow),
      bind<double(double)>("roundeven", ::roundeven),
      bind<float(float)>("roundevenf", ::roundevenf),
      bind<int()>("sched_yield", ::sched_yield),
      bind<double(double)>("sin", ::sin),
      bind<float(float)>("sinf", ::sinf),
      bind<double(double)>("tan", ::tan),
      bind<float(float)>("tanf", ::tanf),
      bind<double(double)>("tanh", ::tanh),
      bind<double(double)>("trunc", ::trunc),
      bind<float(float)>("truncf", ::truncf),
  };
  return kImports;
}

}  // namespace partita
