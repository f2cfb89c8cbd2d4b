#pragma once

#include "runtime/sdk/api/genesis.hpp"
#include "runtime/sdk/genesis/genesis.hpp"
#include "runtime/sdk/genesis/json.hpp"

namespace serinus::sdk::api {

template <class R>
Result<Unit, std::string> GenesisBuilder<R>::build_state::operator()() const {
    TRY(genesis::build(as_text(json), genesis::Missing::kRefused));
    return Unit{};
}
template <class R>
std::optional<Bytes> GenesisBuilder<R>::get_preset::operator()() const {
    if (!id) return to_bytes(as_bytes(genesis::default_config()));
    const auto found = R::preset(*id);
    return found ? std::optional<Bytes>(to_bytes(as_bytes(json::compact(*found)))) : std::nullopt;
}
template <class R>
std::vector<std::string> GenesisBuilder<R>::preset_names::operator()() const {
    return {R::kPresets.begin(), R::kPresets.end()};
}

}  // namespace serinus::sdk::api
