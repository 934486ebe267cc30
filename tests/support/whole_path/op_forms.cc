#include "tests/support/whole_path/op_forms.h"

namespace partita {

const std::vector<DType> kSignedTypes = {DType::kI4, DType::kI8, DType::kI16, DType::kI32, DType::kI64};
const std::vector<DType> kIntTypes = {DType::kI4,  DType::kI8,  DType::kI16,  DType::kI32,  DType::kI64,
                                      DType::kUI4, DType::kUI8, DType::kUI16, DType::kUI32, DType::kUI64};
const std::vector<DType> kFloatTypes = {DType::kBF16, DType::kF16, DType::kF32, DType::kF64};
const std::vector<DType> kNumberTypes = {DType::kI4,   DType::kI8,  DType::kI16,  DType::kI32,  DType::kI64,
                                         DType::kUI4,  DType::kUI8, DType::kUI16, DType::kUI32, DType::kUI64,
                                         DType::kBF16, DType::kF16, DType::kF32,  DType::kF64};
const std::vector<DType> kAllTypes = {DType::kI1,   DType::kI4,   DType::kI8,  DType::kI16,  DType::kI32,
                                      DType::kI64,  DType::kUI4,  DType::kUI8, DType::kUI16, DType::kUI32,
                                      DType::kUI64, DType::kBF16, DType::kF16, DType::kF32,  DType::kF64};
const std::vector<DType> kIndexTypes = {DType::kI8,  DType::kI16,  DType::kI32,  DType::kI64,
                                        DType::kUI8, DType::kUI16, DType::kUI32, DType::kUI64};

const std::vector<OpForm>& opForms() {
  static const auto* forms = [] {
    auto* all = new std::vector<OpForm>();
    appendElementwiseForms(*all);
    appendMovementForms(*all);
    appendIndexedForms(*all);
    appendContractionForms(*all);
    appendAttentionForms(*all);
    appendReductionForms(*all);
    appendControlForms(*all);
    appendCollectiveForms(*all);
    return all;
  }();
  return *forms;
}

}  // namespace partita
