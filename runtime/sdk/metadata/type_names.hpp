/// How the reference spells the types of fields in its source: a hint for people that the metadata carries.
///
/// Our source spells them in C++. A rule turns one into the other as far as rules go (`std::vector<uint8_t>` is
/// `Vec<u8>`); where the reference's alias differs, a table of facts says so, one line a field:
///
///     pallet_balances::pallet::Call::transfer_allow_death.dest<TAB>AccountIdLookupOf<T>
///
/// "\n" stands for a line break; a field with nothing behind the tab has no type name. Behind another tab stands what a
/// later release calls the field.
///
/// A line that begins with "=" says where a type, or all of a namespace, stands in the reference if our source has it
/// elsewhere, or how a variant is called there. The first line that fits counts; lines on variants and fields begin
/// with the reference's path of the type:
///
///     =polkadot_primitives::v5::<TAB>polkadot_primitives::v8::
///     =pallet_sample::KindOfToday<TAB>pallet_sample::Kind
///     =pallet_sample::Kind::Old<TAB>pallet_sample::Kind::New
#pragma once

#include "runtime/sdk/metadata/model.hpp"

namespace serinus::sdk::metadata {

class TypeNames {
  public:
    static TypeNames parse(std::string_view table);

    /// Replaces the type's path, and what the rule has made of its fields' types, where the table knows better.
    void apply(Type& type) const;

  private:
    void apply(const std::string& scope, std::vector<Field>& fields) const;
    std::string place_of(const std::string& path) const;

    std::vector<std::pair<std::string, std::string>> places_;
    std::map<std::string, std::string> table_;
};

/// A C++ type as Rust spells it.
std::string rust_spelling(std::string_view cpp);

}  // namespace serinus::sdk::metadata
