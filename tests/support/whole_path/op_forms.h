#pragma once
// Every op of the table in every form that its attributes allow: what the random single-op programs are made of, and
// the list that coverage is counted against.
#include <string>
#include <vector>

#include "tests/support/whole_path/program_builder.h"

namespace partita {

struct OpForm {
  OpKind op{};
  std::string name;          // "batching dims", unique for the op
  std::vector<DType> types;  // element types that the form is made with
  // Adds the op, with random shapes and attributes and what stands around it, and its results to the program. The
  // program's mesh is graph.meshes[0].
  void (*make)(ProgramBuilder& b, const OpForm& form, DType dtype);
};

const std::vector<OpForm>& opForms();

// Each family's entries.
void appendElementwiseForms(std::vector<OpForm>& forms);
void appendMovementForms(std::vector<OpForm>& forms);
void appendIndexedForms(std::vector<OpForm>& forms);
void appendContractionForms(std::vector<OpForm>& forms);
void appendAttentionForms(std::vector<OpForm>& forms);
void appendRandomForms(std::vector<OpForm>& forms);
void appendReductionForms(std::vector<OpForm>& forms);
void appendSortForms(std::vector<OpForm>& forms);
void appendControlForms(std::vector<OpForm>& forms);
void appendCollectiveForms(std::vector<OpForm>& forms);
void appendLibraryForms(std::vector<OpForm>& forms);

// Element types by what they can be computed with.
extern const std::vector<DType> kSignedTypes, kIntTypes, kFloatTypes, kNumberTypes, kAllTypes, kIndexTypes;
// Floats of 8 bits and fewer that have the usual numbers; complex numbers.
extern const std::vector<DType> kStorageTypes, kComplexTypes;
// What each of these is with the two: numbers that are computed with, all that is moved, what is summed up (of the
// narrowest types few sums are exact).
extern const std::vector<DType> kComputedTypes, kMovedTypes, kSummedTypes;

}  // namespace partita
