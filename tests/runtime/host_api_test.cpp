// docs/host-api.md, the functions that we have, and what the real runtimes import: the three agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "executor/host/registry.hpp"
#include "executor/runtime_code.hpp"
#include "tests/runtime/genesis_state.hpp"
#include "tests/support/data.hpp"
#include "wasm/module.hpp"

namespace serinus::test {
namespace {

using executor::host::all_host_functions;
using executor::host::elliptic_curve_functions;
using executor::host::find_host_function;

/// The letters of the table's last column.
const std::map<std::string, char> kLetters = {
    {"kusama.json", 'K'},
    {"westend.json", 'W'},
    {"kusama-local-1000000.json", 'L'},
    {"asset-hub-kusama-local-1000000.json", 'A'},
    {"rococo-dev-1014000.json", 'R'},
};

/// Function names of the table, each with the letters of its last column. Rows begin "| `ext_".
std::map<std::string, std::string> documented() {
    std::map<std::string, std::string> out;
    std::istringstream lines(read_file(SERINUS_SOURCE_DIR "/docs/host-api.md"));
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("| `ext_")) continue;
        const size_t end = line.find('`', 3);
        const size_t last = line.rfind('|', line.size() - 2);
        std::string letters = line.substr(last + 1);
        std::erase_if(letters, [](char c) { return c < 'A' || c > 'Z'; });
        EXPECT_TRUE(out.emplace(line.substr(3, end - 3), letters).second) << line << " twice";
    }
    return out;
}

std::shared_ptr<const wasm::Module> runtime_module(const std::string& file) {
    auto state = genesis_state(file, trie::StateVersion::kV0);
    const auto code = state.get(state::Area::top(), as_bytes(":code"));
    Bytes storage;
    const auto wasm = executor::wasm_of(**code, storage);
    return *wasm::parse_module(to_bytes(*wasm));
}

TEST(HostApi, TheTableListsWhatWeHave) {
    const auto table = documented();
    std::set<std::string_view> ours;
    for (const auto* entry : all_host_functions()) {
        ours.insert(entry->name);
        EXPECT_TRUE(table.contains(std::string(entry->name))) << entry->name << " is not in docs/host-api.md";
    }
    for (const auto& entry : elliptic_curve_functions()) {
        ours.insert(entry.name);
        EXPECT_TRUE(table.contains(std::string(entry.name))) << entry.name << " is not in docs/host-api.md";
    }
    for (const auto& [name, letters] : table) EXPECT_TRUE(ours.contains(name)) << name << " is nowhere but in the docs";
}

// A runtime with another type for a function would read nonsense from its arguments.
TEST(HostApi, EveryImportOfRealRuntimesIsThereWithItsType) {
    if (genesis_files().empty()) GTEST_SKIP() << kNoSharedData;
    for (const auto& file : genesis_files()) {
        const auto module = runtime_module(file);
        size_t functions = 0;
        for (const auto& import : module->imports) {
            if (import.kind != wasm::ExternKind::kFunction) continue;
            ++functions;
            EXPECT_EQ(import.module, "env");
            const auto* entry = find_host_function(import.name);
            ASSERT_NE(entry, nullptr) << file << " imports " << import.name;
            EXPECT_TRUE(entry->wrapped.signature.matches(module->types[import.type_index]))
                << file << ": " << import.name << " is " << entry->wrapped.signature.to_string() << " here";
        }
        EXPECT_GE(functions, 30u) << file;
    }
}

TEST(HostApi, TheTableSaysWhoImportsWhat) {
    if (genesis_files().empty()) GTEST_SKIP() << kNoSharedData;
    std::map<std::string, std::string> imported;
    for (const auto& [name, letters] : documented()) imported[name];
    for (const auto& [file, letter] : kLetters) {
        for (const auto& import : runtime_module(file)->imports) {
            if (import.kind == wasm::ExternKind::kFunction) imported[std::string(import.name)] += letter;
        }
    }
    const auto table = documented();
    for (auto& [name, letters] : imported) {
        std::string listed = table.contains(name) ? table.at(name) : "";
        std::ranges::sort(listed);
        std::ranges::sort(letters);
        EXPECT_EQ(listed, letters) << name;
    }
}

}  // namespace
}  // namespace serinus::test
