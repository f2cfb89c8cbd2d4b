// write_own_chains PACKAGE FOLDER: writes FOLDER/dev.json, kusama-local.json and kusama-staking.json, the chains of
// `--chain dev` and so on with a raw genesis. PACKAGE is what kusama_package wrote.
#include <cstdio>

#include "chain/spec/genesis_builder.hpp"
#include "chain/spec/spec_files.hpp"
#include "platform/files.hpp"

namespace {

using namespace serinus;

int fail(const std::string& what) {
    std::fprintf(stderr, "write_own_chains: %s\n", what.c_str());
    return 1;
}

std::string read(const std::string& path) {
    return platform::read_file(path, size_t{50} << 20).value_or(std::string());
}

int write(const std::string& package, const std::string& folder) {
    const std::string code = read(package + "/runtime.compressed.wasm");
    const std::string development = read(package + "/development.json");
    const std::string local_testnet = read(package + "/local_testnet.json");
    const std::string staking_testnet = read(package + "/staking_testnet.json");
    const chain::BuiltInRuntime runtime{.code = as_bytes(code),
                                        .development_patch = development,
                                        .local_testnet_patch = local_testnet,
                                        .staking_testnet_patch = staking_testnet,
                                        .proper_code = {},
                                        .proper_patch = {}};
    if (const auto created = platform::create_directories(folder); !created) return fail(created.error().message);
    executor::Executor executor;
    for (const char* const name : {"dev", "kusama-local", "kusama-staking"}) {
        auto spec = chain::load_chain(name, {}, &runtime);
        if (!spec) return fail(spec.error().to_string());
        auto genesis = chain::build_genesis(std::get<chain::RuntimeGenesis>(spec->genesis), executor);
        if (!genesis) return fail(genesis.error().to_string());
        spec->genesis = *std::move(genesis);
        std::string text;
        const auto append = [&](std::string_view piece) {
            text += piece;
            return true;
        };
        (void)chain::write_chain_spec(*spec, append);
        const auto written = platform::write_file_atomically(folder + "/" + name + ".json", as_bytes(text), 0644);
        if (!written) return fail(written.error().message);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return fail("usage: write_own_chains PACKAGE FOLDER");
    return write(argv[1], argv[2]);
}
