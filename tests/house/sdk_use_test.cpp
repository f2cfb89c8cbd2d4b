// Nothing in the SDK of runtimes stands for itself: a test includes each header, and each function has a user.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/house/source_tree.hpp"

namespace serinus::test {
namespace {

/// Headers that no test includes by themselves, and where they show.
const std::map<std::string, std::string> kTestedElsewhere = {
    {"api/core.hpp", "a whole block of it: runtime/runtimes/example/transaction_test.cpp, tests/differential"},
    {"api/genesis.hpp", "runtime/runtimes/kusama/genesis_test.cpp"},
    {"api/session_keys.hpp", "runtime/runtimes/kusama/session_keys_test.cpp"},
    {"benchmark.hpp", "the module that tests/cli/benchmark_pallet_test.cpp measures"},
    {"embedded.hpp", "what a node embeds: tests/e2e/minimal.test.mjs"},
    {"executive.hpp", "runtime/runtimes/example/transaction_test.cpp, tests/differential/scenarios/execute.mjs"},
    {"precompiled.hpp", "a list of headers, for the compiler"},
    {"host/wasm/imports.hpp", "declarations for the Wasm module alone, which tests/differential runs"},
};

const std::string kSdk = "runtime/sdk/";

/// Without its ending.
std::string stem_of(const std::string& path) { return path.substr(0, path.rfind('.')); }

bool is_in_name(char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// Each name in a source, and how often it stands there.
std::map<std::string, int> names_in(std::string_view code) {
    std::map<std::string, int> out;
    for (size_t at = 0; at < code.size();) {
        size_t end = at;
        while (end < code.size() && is_in_name(code[end])) ++end;
        if (end > at) ++out[std::string(code.substr(at, end - at))];
        at = std::max(end, at + 1);
    }
    return out;
}

/// The functions that a source declares or defines, and how often: names before a bracket, behind a type.
std::map<std::string, int> declarations_in(std::string_view code) {
    static const std::set<std::string_view> kNoTypes = {"return", "else", "new", "requires", "case", "throw"};
    std::map<std::string, int> out;
    for (size_t bracket = code.find('('); bracket != code.npos; bracket = code.find('(', bracket + 1)) {
        size_t begin = bracket;
        while (begin > 0 && is_in_name(code[begin - 1])) --begin;
        if (begin == bracket || std::islower(static_cast<unsigned char>(code[begin])) == 0) continue;
        const std::string name(code.substr(begin, bracket - begin));
        // In `R A<B>::name(` the type stands before the class.
        size_t before = begin;
        while (code.substr(0, before).ends_with("::")) {
            before -= 2;
            while (before > 0 && (is_in_name(code[before - 1]) || code[before - 1] == '<' || code[before - 1] == '>'))
                --before;
        }
        const size_t named_from = before;
        while (before > 0 && (code[before - 1] == ' ' || code[before - 1] == '&' || code[before - 1] == '*')) --before;
        size_t type = before;
        while (type > 0 && is_in_name(code[type - 1])) --type;
        const std::string_view last = code.substr(type, before - type);
        const bool is_behind_type = before < named_from && ((!last.empty() && !kNoTypes.contains(last)) ||
                                                            code.substr(0, before).ends_with(">"));
        if (is_behind_type) ++out[name];
    }
    return out;
}

TEST(House, DeclarationsAreFound) {
    const auto found = declarations_in(
        "int a(); static auto bc(int x) { return d(x); } R<T> e() const; T& f(); x = g(1);"
        " int A::h() { i(); } if (j()) {} return l::k(); requires (true)");
    EXPECT_EQ(found, (std::map<std::string, int>{{"a", 1}, {"bc", 1}, {"e", 1}, {"f", 1}, {"h", 1}}));
}

TEST(House, EveryHeaderOfTheSdkHasATest) {
    std::set<std::string> included;
    for (const auto& file : sources_below("runtime")) {
        if (!is_test(file.path)) continue;
        for (const auto& include : includes_of(file)) included.insert(include.header);
    }
    for (const auto& file : sources_below("runtime/sdk")) {
        if (!file.path.ends_with(".hpp") || is_test(file.path)) continue;
        const std::string name = file.path.substr(kSdk.size());
        const bool is_tested = included.contains(file.path);
        const bool is_excused = kTestedElsewhere.contains(name);
        EXPECT_TRUE(is_tested || is_excused) << file.path << ": no test includes it";
        EXPECT_FALSE(is_tested && is_excused) << file.path << ": a test includes it, so it needs no excuse";
    }
}

// A header's own functions may use each other; being declared and defined is no use.
TEST(House, EveryFunctionOfTheSdkIsUsed) {
    struct Source {
        std::string stem;
        std::map<std::string, int> names, declarations;
    };
    std::vector<Source> all;
    for (const auto* const folder : {"runtime", "bench", "fuzz"}) {
        for (const auto& file : sources_below(folder)) {
            const std::string code = code_of(file.text);
            all.push_back({stem_of(file.path), names_in(code), declarations_in(code)});
        }
    }
    for (const auto& file : sources_below("runtime/sdk")) {
        if (!file.path.ends_with(".hpp") || is_test(file.path)) continue;
        for (const auto& [function, _] : declarations_in(code_of(file.text))) {
            const bool is_used = std::ranges::any_of(all, [&](const Source& other) {
                const auto named = other.names.find(function);
                if (named == other.names.end()) return false;
                if (other.stem != stem_of(file.path)) return true;
                const auto declared = other.declarations.find(function);
                return named->second > (declared == other.declarations.end() ? 0 : declared->second);
            });
            EXPECT_TRUE(is_used) << file.path << ": nobody uses " << function << ", and no test does";
        }
    }
}

}  // namespace
}  // namespace serinus::test
