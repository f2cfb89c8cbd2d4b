/// The first state of a chain, built by its runtime.
#pragma once

#include "runtime/sdk/runtime_api.hpp"

namespace serinus::sdk::api {

/// `R` has `kPresets`, the names of the patches, and `preset(name)`.
template <class R>
struct GenesisBuilder {
    static constexpr ByteArray<8> kId = {0xfb, 0xc5, 0x77, 0xb9, 0xd7, 0x47, 0xef, 0xd6};
    static constexpr uint32_t kVersion = 1;

    /// Builds the state from a configuration, as JSON; the error says what is wrong with it, and where.
    struct build_state {
        Bytes json;
        Result<Unit, std::string> operator()() const;
    };
    /// The patch of that name to the default configuration; without a name, the default configuration itself.
    struct get_preset {
        std::optional<std::string> id;
        std::optional<Bytes> operator()() const;
    };
    /// The names of the patches.
    struct preset_names {
        std::vector<std::string> operator()() const;
    };
    using Methods = List<build_state, get_preset, preset_names>;
};

}  // namespace serinus::sdk::api
