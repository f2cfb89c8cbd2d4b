#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/data.hpp"
#include "tests/support/engines.hpp"
#include "tests/wasm_suite/runner.hpp"

namespace serinus::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoSuite =
    "needs the official WebAssembly test suite: set SERINUS_WASM_TESTSUITE to its folder, see "
    "tests/wasm_suite/README.md";

/// The scripts of WebAssembly 1.0 with mutable globals, and of sign extension.
std::vector<fs::path> scripts_in(const fs::path& suite) {
    std::vector<fs::path> scripts;
    for (const char* folder : {"", "proposals/sign-extension-ops"}) {
        if (!fs::exists(suite / folder)) continue;
        for (const auto& entry : fs::directory_iterator(suite / folder)) {
            if (entry.path().extension() == ".wast") scripts.push_back(entry.path());
        }
    }
    std::sort(scripts.begin(), scripts.end());
    return scripts;
}

/// Scripts of 2020 have words that the wabt of Debian no longer knows.
constexpr std::pair<std::string_view, std::string_view> kNewWords[] = {
    {"get_global", "global.get"}, {"set_global", "global.set"}, {"(elem $t ", "(elem "}, {"(data $m ", "(data "}};

std::string in_new_words(std::string text) {
    for (const auto& [old_word, new_word] : kNewWords) {
        for (size_t at = 0; (at = text.find(old_word, at)) != std::string::npos;)
            text.replace(at, old_word.size(), new_word);
    }
    return text;
}

/// Later features are enabled where the text needs them: refusing the modules is our matter.
bool convert(const fs::path& script, const fs::path& folder) {
    std::ofstream(folder / "script.wast") << in_new_words(read_file(script.string()));
    const std::string command =
        "cd '" + folder.string() + "' && wast2json --no-check --enable-all script.wast -o script.json >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
}

void run_suite(wasm::Engine& engine, const fs::path& suite) {
    std::string pattern = (fs::temp_directory_path() / "wasm-suite-XXXXXX").string();
    const fs::path folder = mkdtemp(pattern.data());
    Tally tally;
    size_t count = 0;
    for (const fs::path& script : scripts_in(suite)) {
        if (!convert(script, folder)) {
            ++tally.excluded["script that wast2json cannot read"];
            std::printf("%s: wast2json cannot read it\n", script.c_str());
            continue;
        }
        ++count;
        const Json json = Json::read((folder / "script.json").string());
        Runner(engine, folder.string(), fs::relative(script, suite).string(), tally).run(json["commands"]);
    }
    fs::remove_all(folder);

    for (const std::string& failure : tally.failures) ADD_FAILURE() << failure;
    std::printf("%zu scripts: %zu passed, %zu failed\n", count, tally.passed, tally.failures.size());
    for (const auto& [reason, times] : tally.excluded) std::printf("  %zu excluded: %s\n", times, reason.c_str());
    std::printf("  %zu of %zu refusals in the words of the suite\n", tally.refusals_in_same_words, tally.refusals);
    EXPECT_GT(tally.passed, 0u);
}

class WasmSuite : public testing::TestWithParam<EngineKind> {};
INSTANTIATE_TEST_SUITE_P(All, WasmSuite, testing::ValuesIn(kEngineKinds),
                         [](const auto& info) { return info.param.name; });

TEST_P(WasmSuite, Passes) {
    const char* const suite = std::getenv("SERINUS_WASM_TESTSUITE");
    if (!suite) GTEST_SKIP() << kNoSuite;
    const auto engine = GetParam().make();
    if (!engine) GTEST_SKIP() << "no " << GetParam().name << " on this processor";
    run_suite(*engine, suite);
}

}  // namespace
}  // namespace serinus::test
