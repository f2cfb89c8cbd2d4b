#include "runtime/kusama/api/genesis.hpp"

#include "runtime/kusama/presets.hpp"
#include "runtime/sdk/genesis/genesis.hpp"

namespace serinus::kusama {
namespace {

Result<sdk::Unit, std::string> build(BytesView json) {
    TRY(sdk::genesis::build(as_text(json)));
    return sdk::Unit{};
}

}  // namespace

Bytes GenesisBuilder::create_default_config::operator()() const {
    return to_bytes(as_bytes(sdk::genesis::default_config()));
}

Result<sdk::Unit, std::string> GenesisBuilder::build_config::operator()() const { return build(json); }

Result<sdk::Unit, std::string> GenesisBuilder::build_state::operator()() const { return build(json); }

std::optional<Bytes> GenesisBuilder::get_preset::operator()() const {
    const auto found = id ? preset(*id) : sdk::genesis::default_config();
    return found ? std::optional<Bytes>(to_bytes(as_bytes(*found))) : std::nullopt;
}

std::vector<std::string> GenesisBuilder::preset_names::operator()() const { return {kPresets.begin(), kPresets.end()}; }

}  // namespace serinus::kusama
