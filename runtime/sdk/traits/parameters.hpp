/// Values that a configuration supplies as types, so that they may be constants, or change without another runtime:
///
///     using Period = Constant<10u>;
///     using Period = Stored<"Period", uint32_t, 10u>;  // 10 until the chain is told otherwise
///     … typename T::Period::get() …
///
/// What is a constant for the life of a runtime stands in `T::kConstants`; what may change is asked for by `Parameter`.
/// Source: frame_support::parameter_types of July 2023
#pragma once

#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/host/twox.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sdk {

/// `P::get()` gives a `V`.
template <class P, class V>
concept Parameter = requires {
    { P::get() } -> std::convertible_to<V>;
};

template <auto kValue>
struct Constant {
    static constexpr auto get() { return kValue; }
};

/// In storage, below the key twox128(":kName:"): `V{kDefault…}` while nothing is stored, or nothing that can be
/// decoded. What stands behind the value is ignored, as in all storage.
template <FixedString kName, class V, auto... kDefault>
struct Stored {
    static constexpr ByteArray<16> kKey = [] {
        std::array<char, kName.view().size() + 2> name;
        name.fill(':');
        std::ranges::copy(kName.view(), name.begin() + 1);
        return twox_128({name.data(), name.size()});
    }();

    static V get() {
        const auto stored = host::view(kKey);
        if (!stored) return V{kDefault...};
        BytesView bytes = *stored;
        auto value = scale::take<V>(bytes);
        return value ? *std::move(value) : V{kDefault...};
    }
    static void set(const V& value) { host::set(kKey, scale::encode(value)); }
};

}  // namespace serinus::sdk
