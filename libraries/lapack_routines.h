#pragma once
// The LAPACK routines that there are: how each is called, and what its arrays and attributes are.
#include <algorithm>
#include <array>
#include <complex>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita {

using LapackInt = int32_t;
using FortranRoutine = void (*)();

template <typename T>
struct LapackReal {
  using type = T;
};
template <typename T>
struct LapackReal<std::complex<T>> {
  using type = T;
};
template <typename T>
using RealPart = typename LapackReal<T>::type;
template <typename T>
constexpr bool kIsComplexNumber = !std::is_same_v<T, RealPart<T>>;

// A call as far as it is known before it is run.
struct LapackState {
  FortranRoutine routine = nullptr;
  std::array<int64_t, 26> sizes{};       // by the letter of the signature
  std::array<int64_t, 4> attributes{};   // in the routine's order
  std::vector<int64_t> operandElements;  // of one batch entry
  // Scratch of one thread: elements of the type, of its reals, integers.
  int64_t work = 0, realWork = 0, intWork = 0;
  LapackInt size(char letter) const { return static_cast<LapackInt>(sizes[static_cast<size_t>(letter - 'a')]); }
  LapackInt leading(char letter) const { return std::max(size(letter), 1); }  // leading dimensions are not 0
  char letter(size_t attribute) const { return static_cast<char>(attributes[attribute]); }
  int64_t squared(char letter) const { return int64_t{size(letter)} * size(letter); }
};

// One batch entry: its arrays, or (QUERY) none, to find out how much scratch memory a routine wants.
template <typename T>
struct LapackEntry {
  void* const* operands = nullptr;
  void* const* results = nullptr;
  T* work = nullptr;
  RealPart<T>* realWork = nullptr;
  LapackInt* intWork = nullptr;
  bool query = false;
  LapackInt lwork = 0;

  template <typename E = T>
  E* operand(size_t i) const {
    return query ? nullptr : static_cast<E*>(operands[i]);
  }
  template <typename E = T>
  E* result(size_t i) const {
    return query ? nullptr : static_cast<E*>(results[i]);
  }
  // Result I begins as operand J is.
  void take(const LapackState& p, size_t i, size_t j, size_t elementBytes = sizeof(T)) const {
    if (query || operands[j] == results[i]) return;
    std::memcpy(results[i], operands[j], static_cast<size_t>(p.operandElements[j]) * elementBytes);
  }
};

struct LapackAttribute {
  std::string_view name;
  std::string_view letters;       // what it may be; empty: a number
  std::string_view missing = "";  // letters that are right, and not here
};

template <typename T>
using LapackRun = void (*)(LapackState&, const LapackEntry<T>&);

struct LapackRoutine {
  std::string_view name, complexName;
  // Arrays: T of the type, R of its reals, C of complex numbers, i of integers, and their dimensions by letter: k is
  // the lesser of m and n, l is n - 1.
  std::string_view signature, complexSignature;
  std::vector<LapackAttribute> attributes;
  double flops;  // times the three sizes that say most
  std::string_view flopSizes;
  std::vector<std::pair<int, int>> inPlace;
  std::array<FortranRoutine, 4> routines;
  std::tuple<LapackRun<float>, LapackRun<double>, LapackRun<std::complex<float>>, LapackRun<std::complex<double>>> run;
};

const std::vector<LapackRoutine>& lapackRoutines();

}  // namespace partita
