/// Names that a source declares for itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace serinus::test {

struct DeclaredName {
    std::string scope;     ///< the namespaces around the anonymous one, "serinus::trie"
    std::string name;      ///< "kLimit"
    std::string alias_of;  ///< of an alias what stands behind the =, otherwise empty
    std::string path = {};
};

/// Constants, types and aliases of types that stand directly in anonymous namespaces, in their order. `code` is as
/// code_of returns it. No parser of C++: it reads what clang-format leaves of it.
std::vector<DeclaredName> names_of_anonymous_namespaces(std::string_view code);

}  // namespace serinus::test
