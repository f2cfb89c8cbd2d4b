// The one parameter of Kusama that stands in the state outside of all pallets.
// Source: frame_support::parameter_types of July 2023 (`storage NisTarget`):
// behind twox128(":NisTarget:")
#include "runtime/kusama/config/treasury.hpp"

#include "runtime/sdk/host.hpp"
#include "runtime/sdk/twox.hpp"

namespace serinus::kusama {

sdk::Perquintill NisConfig::target() {
    constexpr auto kKey = sdk::twox_128(":NisTarget:");
    const auto stored = sdk::host::get(kKey);
    if (!stored) return {};
    BytesView bytes = *stored;  // what stands behind the value is ignored, as in all storage
    return scale::take<sdk::Perquintill>(bytes).value_or(sdk::Perquintill{});
}

}  // namespace serinus::kusama
