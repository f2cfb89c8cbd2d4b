/// What System stores about accounts, blocks and events.
/// Pallet: frame-system
#pragma once

#include "runtime/sdk/block_limits.hpp"
#include "runtime/sdk/digest.hpp"
#include "runtime/sdk/dispatch_info.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sp_version {

/// What a runtime says of itself. Spec: defn-rt-core-version
struct RuntimeVersion {
    std::string spec_name;
    std::string impl_name;
    uint32_t authoring_version{};
    uint32_t spec_version{};
    uint32_t impl_version{};
    std::vector<std::pair<ByteArray<8>, uint32_t>> apis;  ///< BLAKE2b-64 of the API's name, and its version
    uint32_t transaction_version{};
    uint8_t state_version{};
    friend bool operator==(const RuntimeVersion&, const RuntimeVersion&) = default;
};

}  // namespace serinus::sp_version

namespace serinus::frame_system {

using namespace sdk;

/// An account exists as long as something provides for it or suffices; `data` is the balance.
template <class Nonce, class AccountData>
struct AccountInfo {
    using Params = List<Param<"Nonce", Nonce>, Param<"AccountData", AccountData>>;

    Nonce nonce{};             ///< transactions sent
    uint32_t consumers = 0;    ///< what depends on the account: it cannot go before they do
    uint32_t providers = 0;    ///< what lets it exist
    uint32_t sufficients = 0;  ///< what lets it exist for its own sake
    AccountData data{};

    friend bool operator==(const AccountInfo&, const AccountInfo&) = default;
};

/// What a block is doing when an event happens.
struct Phase {
    struct ApplyExtrinsic {
        uint32_t _0{};
        friend bool operator==(ApplyExtrinsic, ApplyExtrinsic) = default;
    };
    struct Finalization {
        friend bool operator==(Finalization, Finalization) = default;
    };
    struct Initialization {
        friend bool operator==(Initialization, Initialization) = default;
    };
    std::variant<ApplyExtrinsic, Finalization, Initialization> v = Initialization{};
    friend bool operator==(const Phase&, const Phase&) = default;
};

/// `E` is the outer event of the runtime.
template <class E, class T>
struct EventRecord {
    using Params = List<Param<"E", E>, Param<"T", T>>;

    Phase phase;
    E event;
    std::vector<T> topics;
};

/// What the events of an extrinsic say of its outcome: what it weighed, base weight and extensions included.
struct DispatchEventInfo {
    Weight weight;
    DispatchClass class_ = DispatchClass::Normal;
    Pays pays_fee = Pays::Yes;
    friend bool operator==(const DispatchEventInfo&, const DispatchEventInfo&) = default;
};

/// A code that may take the runtime's place.
struct CodeUpgradeAuthorization {
    using Params = List<Param<"T">>;

    Hash256 code_hash;
    bool check_version{};  ///< whether it has to be a newer one of the same chain
    friend bool operator==(const CodeUpgradeAuthorization&, const CodeUpgradeAuthorization&) = default;
};

struct LastRuntimeUpgradeInfo {
    Compact<uint32_t> spec_version;
    std::string spec_name;

    bool was_upgraded(const sp_version::RuntimeVersion& now) const {
        return now.spec_version > spec_version.value || now.spec_name != spec_name;
    }
    friend bool operator==(const LastRuntimeUpgradeInfo&, const LastRuntimeUpgradeInfo&) = default;
};

}  // namespace serinus::frame_system

namespace serinus::sdk {

using sp_version::RuntimeVersion;

/// Any event of the runtime, encoded; only the metadata knows what it can be. It is never read back.
struct RuntimeEvent {
    Bytes encoded;
};

}  // namespace serinus::sdk

namespace serinus::scale {

template <>
struct Codec<sdk::RuntimeEvent> {
    static constexpr size_t kMinSize = 2;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const sdk::RuntimeEvent& event) { return event.encoded.size(); }
    static void write(Encoder& out, const sdk::RuntimeEvent& event) { out.append(event.encoded); }
    static bool read(Decoder& in, sdk::RuntimeEvent&) { return in.fail(DecodeFault::kUnknownVariant, in.position()); }
};

}  // namespace serinus::scale
