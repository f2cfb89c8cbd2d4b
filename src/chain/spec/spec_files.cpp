#include "chain/spec/spec_files.hpp"

namespace serinus::chain {
namespace {

bool is_path(std::string_view chain) noexcept { return chain.find('/') != chain.npos || chain.ends_with(".json"); }

/// nullopt if there is no such file.
std::optional<Result<ChainSpec, SpecError>> read_if_there(const std::string& path) {
    auto spec = read_chain_spec_file(path);
    if (!spec && spec.error().fault == SpecFault::kNotFound) return std::nullopt;
    return spec;
}

std::string file_in(std::string folder, const std::string& chain) {
    return folder.append("/").append(chain).append(".json");
}

SpecError no_such_chain(const std::string& chain, const std::vector<std::string>& folders) {
    std::string reason =
        "there is no chain \"" + chain +
        "\". Only \"dev\", \"kusama-local\", \"kusama-proper\" and \"kusama-staking\" are built in; of other networks "
        "Serinus needs the specification file that the network publishes. Save it as\n";
    for (const std::string& folder : folders) reason.append("  ").append(file_in(folder, chain)).append("\n");
    return {SpecFault::kNotFound, "", reason + "or give its path: --chain path/to/" + chain + ".json"};
}

SpecError no_runtime(const std::string& chain) {
    return {SpecFault::kNotFound, "",
            "the chain \"" + chain + "\" needs the runtime that release builds carry, and this build does not"};
}

}  // namespace

Result<ChainSpec, SpecError> load_chain(const std::string& chain, const std::vector<std::string>& folders,
                                        const BuiltInRuntime* built_in) {
    const bool development = chain == "dev" || chain == "kusama-dev";
    const bool staking = chain == "kusama-staking";
    if (development || staking || chain == "kusama-local" || chain == "kusama-proper") {
        if (built_in == nullptr) return Err(no_runtime(chain));
        if (chain == "kusama-proper") return proper_spec(*built_in);
        if (staking) return staking_testnet_spec(*built_in);
        return development ? development_spec(*built_in) : local_testnet_spec(*built_in);
    }
    if (is_path(chain)) return read_chain_spec_file(chain);
    for (const std::string& folder : folders) {
        if (auto spec = read_if_there(file_in(folder, chain))) return *std::move(spec);
    }
    if (auto spec = read_if_there(chain)) return *std::move(spec);
    return Err(no_such_chain(chain, folders));
}

}  // namespace serinus::chain
