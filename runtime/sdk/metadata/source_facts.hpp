/// What the compiler does not show of the declarations of a runtime: their documentation comments, and how the types
/// of fields are spelled. A tool reads both from the headers (tools/runtime/source_facts.py) into a text file:
///
///     pallet_balances::Pallet::Event::Endowed                       (scope without our namespace)
///     = free_balance<TAB>Balance                                    (a member of it and its type)
///     / What the account was created with.                          (a line of documentation of what stands above)
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace serinus::sdk::metadata {

struct SourceFact {
    std::string type;  ///< as spelled; empty for what has no type
    std::vector<std::string> docs;
};

class SourceFacts {
  public:
    static SourceFacts parse(std::string_view text);

    /// Of the member `name` of a C++ type, or of the type if `name` is empty. `scope` is as the compiler prints it.
    const SourceFact* find(std::string_view scope, std::string_view name) const;

  private:
    std::map<std::string, SourceFact, std::less<>> facts_;
};

/// A printed type without template arguments and without our outermost namespace.
std::string plain_scope(std::string_view type_name);

}  // namespace serinus::sdk::metadata
