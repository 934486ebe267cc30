// Linear algebra and Fourier transforms: what is computed by calls of libraries, on batches of small matrices and
// lines.
#include <cmath>
#include <complex>

#include "base/number_parts.h"
#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

const std::vector<DType> kMatrixTypes = {DType::kBF16, DType::kF16, DType::kF32,
                                         DType::kF64,  DType::kC64, DType::kC128};
const std::vector<DType> kLapackTypes = {DType::kF32, DType::kF64, DType::kC64, DType::kC128};

// What is left of a sum's rounding where the order is the library's.
void allowRounding(ProgramBuilder& b, double magnitude) {
  b.tolerance = {.ulps = 64, .absoluteUlps = 64, .magnitude = magnitude};
}

std::complex<double> elementOf(const Tensor& t, int64_t i) {
  const DType part = partOf(t.type().dtype);
  const std::byte* at = t.data() + i * dtypeBytes(t.type().dtype);
  return {loadAsDouble(part, at), isComplex(t.type().dtype) ? loadAsDouble(part, at + dtypeBytes(part)) : 0};
}
void setElement(Tensor& t, int64_t i, std::complex<double> value) {
  const DType part = partOf(t.type().dtype);
  std::byte* at = t.mutableData() + i * dtypeBytes(t.type().dtype);
  storeFromDouble(part, value.real(), at);
  if (isComplex(t.type().dtype)) storeFromDouble(part, value.imag(), at + dtypeBytes(part));
}

Dims batchOf(ProgramBuilder& b) {
  Dims dims = b.dims(0, 2, 12);
  for (int64_t& size : dims) size = std::min<int64_t>(size, 6);
  return dims;
}
TensorType matrices(DType dtype, Dims batch, int64_t rows, int64_t columns) {
  batch.push_back(rows);
  batch.push_back(columns);
  return TensorType(dtype, std::move(batch));
}

// Random matrices; DIAGONAL is added, and POSITIVE ones are made Hermitian, and positive by it.
Tensor squares(ProgramBuilder& b, const TensorType& type, double diagonal, bool hermitian) {
  const Tensor from = randomTensor(type, {ValueKind::kExact}, b.rng().next());
  Tensor out(type);
  const int64_t n = type.dims.back();
  for (int64_t k = 0; k < type.elements(); ++k) {
    const int64_t i = k / n % n, j = k % n, mirror = k - i * n - j + j * n + i;
    std::complex<double> value = elementOf(from, k);
    if (hermitian) value = (value + std::conj(elementOf(from, mirror))) / 2.0;
    setElement(out, k, i == j ? value + diagonal : value);
  }
  return out;
}

void makeCholesky(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const int64_t n = std::min<int64_t>(b.size(), 7);
  const TensorType type = matrices(dtype, batchOf(b), n, n);
  const ValueId a = b.mixed(b.argument(squares(b, type, 2.0 * static_cast<double>(n) + 3, true)));
  b.result(b.node(OpKind::kCholesky, {a}, attrsOf({{"lower", form.name == "lower"}})));
  allowRounding(b, 8);
}

void makeTriangularSolve(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const int64_t n = std::min<int64_t>(b.size(), 6), m = std::min<int64_t>(b.size(), 9);
  const Dims batch = batchOf(b);
  const bool left = !b.chance(2);
  // As it is: what is moved about in it may have next to no diagonal.
  const ValueId a = b.argument(squares(b, matrices(dtype, batch, n, n), 16, false));
  const ValueId y = b.mixed(b.argument(matrices(dtype, batch, left ? n : m, left ? m : n), {ValueKind::kExact}));
  b.result(b.node(OpKind::kTriangularSolve, {a, y},
                  attrsOf({{"left_side", left},
                           {"lower", !b.chance(2)},
                           {"unit_diagonal", b.chance(4) && n < 4},
                           {"transpose_a", KeywordAttr{form.name}}})));
  allowRounding(b, 64);
}

void makeFft(ProgramBuilder& b, const OpForm& form, DType dtype) {
  Dims dims = b.dims(1, 4, 1500);
  for (int64_t& size : dims) size = std::max<int64_t>(std::min<int64_t>(size, 40), 1);
  const auto count = static_cast<size_t>(b.rng().between(1, std::min<int64_t>(3, static_cast<int64_t>(dims.size()))));
  IntsAttr length(dims.end() - static_cast<std::ptrdiff_t>(count), dims.end());
  const bool real = form.name == "RFFT", back = form.name == "IRFFT";
  double points = 1;
  for (int64_t size : length) points *= static_cast<double>(size);
  TensorType type(real ? dtype : complexOf(dtype), dims);
  if (back) type.dims.back() = type.dims.back() / 2 + 1;
  const ValueId x = b.mixed(b.argument(type, {ValueKind::kExact}));
  b.result(b.mixed(b.node(OpKind::kFft, {x}, attrsOf({{"type", KeywordAttr{form.name}}, {"length", length}}))));
  allowRounding(b, 2 * points);
}

// "[dense<[0, 1]> : tensor<2xindex>, …]": each matrix by columns or by rows, vectors and scalars as there is one way.
std::string layoutsOf(ProgramBuilder& b, const std::vector<TensorType>& types, const std::vector<bool>& isMatrix) {
  std::string out = "[";
  for (size_t i = 0; i < types.size(); ++i) {
    std::vector<int64_t> order;
    for (int64_t d = types[i].rank(); d-- > 0;) order.push_back(d);
    if (isMatrix[i] && !b.chance(4)) std::swap(order[0], order[1]);
    std::string list;
    for (int64_t d : order) list += (list.empty() ? "" : ", ") + std::to_string(d);
    out += std::string(i > 0 ? ", " : "") + "dense<" + (order.size() > 1 ? "[" + list + "]" : list) + "> : tensor<" +
           std::to_string(order.size()) + "xindex>";
  }
  return out + "]";
}

void makeLapack(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const int64_t m = std::min<int64_t>(b.size(), 6), n = form.name == "potrf" ? m : std::min<int64_t>(b.size(), 6);
  const Dims batch = batchOf(b);
  const auto vector = [&](DType type, int64_t size) {
    Dims dims = batch;
    dims.push_back(size);
    return TensorType(type, std::move(dims));
  };
  const TensorType matrix = matrices(dtype, batch, m, n), info(DType::kI32, batch);
  std::vector<TensorType> operands = {matrix}, results;
  std::vector<bool> operandMatrices = {true}, resultMatrices;
  std::string config = "{}";
  if (form.name == "potrf") {
    results = {matrix, info};
    resultMatrices = {true, false};
    config = "{uplo = 76 : ui8}";
  } else if (form.name == "getrf") {
    results = {matrix, vector(DType::kI32, std::min(m, n)), info};
    resultMatrices = {true, false, false};
  } else if (form.name == "geqrf") {
    results = {matrix, vector(dtype, std::min(m, n))};
    resultMatrices = {true, false};
  } else {
    operands = {matrices(dtype, batch, m, m), matrix};
    operandMatrices = {true, true};
    results = {matrix};
    resultMatrices = {true};
    config = "{diag = 78 : ui8, side = 76 : ui8, trans_x = 67 : ui8, uplo = 85 : ui8}";
  }
  std::vector<ValueId> values;
  if (form.name == "potrf" || form.name == "trsm")
    values.push_back(
        b.mixed(b.argument(squares(b, operands[0], 2.0 * static_cast<double>(m) + 3, form.name == "potrf"))));
  while (values.size() < operands.size())
    values.push_back(b.mixed(b.argument(operands[values.size()], {ValueKind::kExact})));
  const char* const letter = dtype == DType::kF32 ? "s" : dtype == DType::kF64 ? "d" : dtype == DType::kC64 ? "c" : "z";
  AttrDict attrs = attrsOf({{"call_target_name", std::string("lapack_") + letter + form.name + "_ffi"},
                            {"mhlo.backend_config", TextAttr{config}}});
  if (!b.chance(6)) {
    attrs.set("operand_layouts", TextAttr{layoutsOf(b, operands, operandMatrices)});
    attrs.set("result_layouts", TextAttr{layoutsOf(b, results, resultMatrices)});
  }
  const NodeId id = b.open(OpKind::kCustomCall, values, results, attrs);
  b.check(id);
  for (size_t i = 0; i < results.size(); ++i) b.result(b.graph.result(id, i));
  allowRounding(b, 16);
}

}  // namespace

void appendLibraryForms(std::vector<OpForm>& forms) {
  for (const char* name : {"lower", "upper"}) forms.push_back({OpKind::kCholesky, name, kMatrixTypes, makeCholesky});
  for (const char* name : {"NO_TRANSPOSE", "TRANSPOSE", "ADJOINT"})
    forms.push_back({OpKind::kTriangularSolve, name, kMatrixTypes, makeTriangularSolve});
  for (const char* name : {"FFT", "IFFT", "RFFT", "IRFFT"})
    forms.push_back({OpKind::kFft, name, {DType::kF32, DType::kF64}, makeFft});
  for (const char* name : {"potrf", "getrf", "geqrf", "trsm"})
    forms.push_back({OpKind::kCustomCall, name, kLapackTypes, makeLapack});
}

}  // namespace partita
