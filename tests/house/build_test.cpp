// One dialect: several sources may be translated as one (cmake/serinus_module.cmake), and mean the same then as each
// alone.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "tests/house/declared_names.hpp"
#include "tests/house/source_tree.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {
namespace {
namespace fs = std::filesystem;

/// Files of CMake, from the root of the repository.
std::vector<std::string> cmake_files() {
    const fs::path root = SERINUS_SOURCE_DIR;
    std::vector<std::string> files{"CMakeLists.txt"};
    for (const char* folder : {"cmake", "src", "runtime", "tests", "bench", "fuzz"}) {
        for (auto entry = fs::recursive_directory_iterator(root / folder); entry != fs::recursive_directory_iterator();
             ++entry) {
            if (entry->is_directory() && entry->path().filename() == "node_modules") entry.disable_recursion_pending();
            if (entry->path().filename() == "CMakeLists.txt" || entry->path().extension() == ".cmake") {
                files.push_back(fs::relative(entry->path(), root).generic_string());
            }
        }
    }
    return files;
}

// Code around a source could define macros that rename what stands in it: it would be another language than that of the
// source.
TEST(House, NothingIsWrittenAroundTheSourcesThatAreTranslatedAsOne) {
    const auto files = cmake_files();
    EXPECT_GT(files.size(), 40u) << "the search itself is broken";
    for (const std::string& file : files) {
        const std::string text = read_file(std::string(SERINUS_SOURCE_DIR) + "/" + file);
        for (const char* name :
             {"UNITY_BUILD_CODE_BEFORE_INCLUDE", "UNITY_BUILD_CODE_AFTER_INCLUDE", "UNITY_BUILD_UNIQUE_ID"}) {
            EXPECT_EQ(text.find(name), std::string::npos) << file << " names " << name;
        }
    }
}

// A constant or a type of an anonymous namespace is seen by the sources behind its own in a group. Equal aliases are no
// harm.
TEST(House, ConstantsAndTypesOfTheSourcesOfARoomDiffer) {
    std::map<std::string, std::map<std::string, DeclaredName>> rooms;  // names of one room with their namespaces
    size_t seen = 0;
    for (const auto& file : sources_below("src")) {
        if (!file.path.ends_with(".cpp") || is_test(file.path)) continue;
        for (DeclaredName& name : names_of_anonymous_namespaces(code_of(file.text))) {
            ++seen;
            name.path = file.path;
            const auto [other, is_new] = rooms[room_of(file.path)].emplace(name.scope + "::" + name.name, name);
            const bool is_same = is_new || other->second.path == file.path ||
                                 (name.alias_of == other->second.alias_of && !name.alias_of.empty());
            EXPECT_TRUE(is_same) << file.path << ": " << name.name << " stands in " << other->second.path << " too";
        }
    }
    EXPECT_GT(seen, 500u) << "the search itself is broken";
}

// A precompiled header is compiled again with all its users: the standard library and the codec change seldom.
TEST(House, PrecompiledHeadersHoldNothingOfTheHostButTheCodec) {
    size_t found = 0;
    for (const std::string& file : cmake_files()) {
        // Of the SDK, for runtimes and their tests.
        if (file.starts_with("runtime/") || file == "cmake/serinus_runtime.cmake") continue;
        const std::string text = read_file(std::string(SERINUS_SOURCE_DIR) + "/" + file);
        for (size_t at = text.find("target_precompile_headers("); at != text.npos;
             at = text.find("target_precompile_headers(", at + 1)) {
            ++found;
            std::string call = text.substr(at, text.find(')', at) - at);
            const std::string codec = "${PROJECT_SOURCE_DIR}/src/codec/scale.hpp";
            if (const size_t own = call.find(codec); own != call.npos) call.erase(own, codec.size());
            EXPECT_EQ(call.find(".hpp"), call.npos) << file << ": " << call;
        }
    }
    EXPECT_GT(found, 5u) << "the search itself is broken";
}

// Sources that only hand a refusal on see the reason without its enumerators (chain/import/refusal.hpp).
TEST(House, AnotherReasonOfARefusalConcernsFewSources) {
    std::map<std::string, std::set<std::string>> users;  // of a header, by how it is included
    for (const char* folder : {"src", "tests", "bench", "fuzz"}) {
        for (const auto& file : sources_below(folder)) {
            const std::string name = file.path.starts_with("src/") ? file.path.substr(4) : file.path;
            for (const auto& include : includes_of(file)) users[include.header].insert(name);
        }
    }
    std::set<std::string> seen{"chain/import/refusal_reason.hpp"};
    std::vector<std::string> rest{*seen.begin()};
    size_t sources = 0;
    while (!rest.empty()) {
        const std::string header = rest.back();
        rest.pop_back();
        for (const std::string& user : users[header]) {
            if (!seen.insert(user).second) continue;
            sources += user.ends_with(".cpp") ? 1 : 0;
            rest.push_back(user);
        }
    }
    EXPECT_GT(sources, 20u) << "the search itself is broken";
    EXPECT_LT(sources, 100u);
}

TEST(House, NamesOfAnonymousNamespacesAreFound) {
    const auto found = names_of_anonymous_namespaces(code_of(R"(
namespace a { constexpr int kOut = 1; struct Out {}; }
namespace a::b {
using c::d;
namespace {
namespace json = boost::json;
using e::f;
using G = std::vector<int>;
constexpr const char* kH = "x";  // kComment
constexpr uint8_t kI[] = {1, 2};
constexpr Number kJ{f(1)};
struct K { static constexpr int kMember = 1; };
class L final : public M {};
enum class N : uint8_t { kOne };
int function(int a) { constexpr int kLocal = 2; return a; }
template <class T> struct O {};
const std::set<std::string>& set() { static const std::set<std::string> s; return s; }
}  // namespace
namespace q { namespace { struct R {}; } }
}
)"));
    std::vector<std::string> names;
    for (const auto& one : found) names.push_back(one.scope + "::" + one.name);
    EXPECT_EQ(names, (std::vector<std::string>{"a::b::G", "a::b::kH", "a::b::kI", "a::b::kJ", "a::b::K", "a::b::L",
                                               "a::b::N", "a::b::O", "a::b::q::R"}));
    EXPECT_EQ(found[0].alias_of, "std::vector<int>");
}

}  // namespace
}  // namespace serinus::test
