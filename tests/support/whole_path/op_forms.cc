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

const std::vector<DType> kStorageTypes = {
    DType::kF8E4M3FN,   DType::kF8E5M2,        DType::kF8E4M3,   DType::kF8E3M4,   DType::kF8E4M3FNUZ,
    DType::kF8E5M2FNUZ, DType::kF8E4M3B11FNUZ, DType::kF4E2M1FN, DType::kF6E2M3FN, DType::kF6E3M2FN};
const std::vector<DType> kComplexTypes = {DType::kC64, DType::kC128};

namespace {

std::vector<DType> together(std::initializer_list<const std::vector<DType>*> lists, std::vector<DType> more) {
  std::vector<DType> out;
  for (const std::vector<DType>* list : lists) out.insert(out.end(), list->begin(), list->end());
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace

const std::vector<DType> kComputedTypes = together({&kNumberTypes, &kStorageTypes, &kComplexTypes}, {});
const std::vector<DType> kMovedTypes =
    together({&kAllTypes, &kStorageTypes, &kComplexTypes}, {DType::kI2, DType::kUI2, DType::kF8E8M0FNU});
const std::vector<DType> kSummedTypes = together({&kNumberTypes, &kComplexTypes}, {DType::kF8E4M3FN});

const std::vector<OpForm>& opForms() {
  static const auto* forms = [] {
    auto* all = new std::vector<OpForm>();
    appendElementwiseForms(*all);
    appendMovementForms(*all);
    appendIndexedForms(*all);
    appendContractionForms(*all);
    appendAttentionForms(*all);
    appendRandomForms(*all);
    appendReductionForms(*all);
    appendSortForms(*all);
    appendControlForms(*all);
    appendCollectiveForms(*all);
    appendLibraryForms(*all);
    return all;
  }();
  return *forms;
}

}  // namespace partita
