// kusama_package MODULE.wasm FOLDER: makes of a linked runtime what chains are given.
//
//   FOLDER/runtime.compressed.wasm   with its version in custom sections, compressed as `:code` may be
//   FOLDER/development.json, …              the presets of its genesis
//
// The module is asked for all of it: nothing is said twice.
// Spec: sect-runtime-version-custom-section, sect-loading-runtime-code
#include <cstdio>

#include "codec/scale.hpp"
#include "executor/executor.hpp"
#include "executor/runtime_code.hpp"
#include "platform/files.hpp"
#include "state/memory_backend.hpp"

namespace {

using namespace serinus;

void append_leb128(Bytes& out, size_t value) {
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<uint8_t>(value) | 0x80);
    out.push_back(static_cast<uint8_t>(value));
}

void append_custom_section(Bytes& module, std::string_view name, BytesView content) {
    Bytes named;
    append_leb128(named, name.size());
    named = concat(named, as_bytes(name), content);
    module.push_back(0);
    append_leb128(module, named.size());
    module = concat(module, named);
}

/// What Core_version says, in two parts: without its list of APIs, and that list without its length.
std::optional<std::pair<Bytes, Bytes>> version_sections(BytesView version) {
    const auto whole = executor::decode_runtime_version(version);
    if (!whole) return std::nullopt;
    Bytes apis;
    for (const executor::RuntimeApi& api : whole->apis) scale::append_encoded(apis, api);
    executor::RuntimeVersion without = *whole;
    without.apis.clear();
    return std::pair(scale::encode(without), std::move(apis));
}

int fail(const std::string& what) {
    std::fprintf(stderr, "kusama_package: %s\n", what.c_str());
    return 1;
}

int package(const std::string& path, const std::string& folder) {
    const auto file = platform::read_file(path, size_t{50} << 20);
    if (!file) return fail(file.error().message);
    Bytes module = to_bytes(as_bytes(*file));

    executor::Executor executor;
    const auto runtime = executor.runtime_of_code(module, std::nullopt);
    if (!runtime) return fail(runtime.error().reason);
    const auto version = executor.raw_version(**runtime);
    if (!version) return fail(version.error().reason);
    const auto sections = version_sections(*version);
    if (!sections) return fail("the version cannot be decoded");
    append_custom_section(module, "runtime_version", sections->first);
    append_custom_section(module, "runtime_apis", sections->second);
    const auto written =
        platform::write_file_atomically(folder + "/runtime.compressed.wasm", executor::compress_code(module), 0644);
    if (!written) return fail(written.error().message);

    state::MemoryBackend empty;
    state::Overlay overlay(empty);
    const auto listed = executor.call(**runtime, "GenesisBuilder_preset_names", {}, overlay);
    if (!listed) return fail(listed.error().reason);
    const auto names = scale::decode<std::vector<std::string>>(*listed);
    if (!names) return fail("the names of its presets cannot be decoded");
    for (const std::string& name : *names) {
        const Bytes id = scale::encode(std::optional(name));
        const auto answer = executor.call(**runtime, "GenesisBuilder_get_preset", id, overlay);
        if (!answer) return fail(answer.error().reason);
        const auto preset = scale::decode<std::optional<std::string>>(*answer);
        if (!preset || !*preset) return fail("it has no preset " + name);
        const std::string preset_path = folder + "/" + name + ".json";
        const auto done = platform::write_file_atomically(preset_path, as_bytes(**preset), 0644);
        if (!done) return fail(done.error().message);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return fail("usage: kusama_package MODULE.wasm FOLDER");
    return package(argv[1], argv[2]);
}
