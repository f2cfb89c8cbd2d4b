/// What every pallet gets from the SDK, and what a runtime knows of it.
///
/// A pallet is a class template over its configuration `T`:
///
///     template <class T>
///     concept Configuration = PalletConfiguration<T> && requires { typename T::Currency; };
///
///     template <class T>
///     struct Pallet : PalletBase<Pallet<T>, T> {
///         static_assert(Configuration<T>);
///         using PalletBase<Pallet, T>::deposit_event;
///         struct Storage { … };                                        // storage.hpp
///         static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
///         struct Event { struct Happened { … }; using list = List<Happened>; };
///         enum class Error : uint8_t { … };
///         friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }
///         struct do_it { …arguments…; Weight weight() const { … } DispatchResult operator()(Signed who) const; };
///         using Calls = List<At<0, do_it>>;
///         // hooks, inherents, validation of unsigned calls: statics with the names of PalletDescriptor's fields
///     };
///
/// Bodies stand in `<pallet>.ipp`, included by one translation unit of the runtime, which says
/// `SERINUS_PALLET(serinus::pallet_x::Pallet<serinus::kusama::XConfig>)`. docs/runtime.md shows it all.
#pragma once

#include "runtime/sdk/address.hpp"
#include "runtime/sdk/call.hpp"
#include "runtime/sdk/genesis/config.hpp"
#include "runtime/sdk/inherent.hpp"
#include "runtime/sdk/origin_checks.hpp"
#include "runtime/sdk/places.hpp"
#include "runtime/sdk/storage.hpp"
#include "runtime/sdk/transaction_validity.hpp"

namespace serinus::sdk {

/// What every configuration has. A pallet adds its own and asserts it in its first line, so that what a configuration
/// lacks is said there: `template <class T> concept Configuration = PalletConfiguration<T> && requires { … };`.
template <class T>
concept PalletConfiguration = requires {
    { T::kInfo } -> std::convertible_to<PalletInfo>;
};

/// What a broken invariant is called; empty if there is none.
using TryStateResult = Result<void, std::string>;

/// All that the runtime calls of a pallet; nullptr where it has no such hook.
struct PalletDescriptor {
    PalletInfo info{};
    std::span<const CallEntry> calls;

    Weight (*on_initialize)(BlockNumber) = nullptr;
    void (*on_finalize)(BlockNumber) = nullptr;
    Weight (*on_idle)(BlockNumber, Weight remaining) = nullptr;
    Weight (*on_runtime_upgrade)() = nullptr;
    /// Behind the inherents of a block.
    void (*on_poll)(BlockNumber, WeightMeter&) = nullptr;
    void (*offchain_worker)(BlockNumber) = nullptr;
#ifndef __wasm__
    // For tests and tools, so the module does without them: what must hold of the configuration, and of the state.
    void (*integrity_test)() = nullptr;
    TryStateResult (*try_state)() = nullptr;
#endif

    std::optional<RuntimeCall> (*create_inherent)(const InherentData&) = nullptr;
    std::optional<InherentError> (*check_inherent)(const RuntimeCall&, const InherentData&) = nullptr;
    /// For calls that must be in the block because of the data, an error if none is.
    std::optional<InherentError> (*is_inherent_required)(const InherentData&) = nullptr;
    bool (*is_inherent)(const RuntimeCall&) = nullptr;
    InherentIdentifier inherent_identifier{};

    TransactionValidity (*validate_unsigned)(TransactionSource, const RuntimeCall&) = nullptr;
    TransactionCheck (*pre_dispatch)(const RuntimeCall&) = nullptr;

    const genesis::Hooks* genesis = nullptr;  ///< of pallets with `static void build(const GenesisConfig&)`
    uint16_t storage_version = 0;             ///< `Pallet::kStorageVersion`, written at genesis
};

/// The pallets of the runtime, in the order in which hooks run. Defined by the runtime; natively those of the runtime
/// whose session is entered (native/session.hpp).
std::span<const PalletDescriptor* const> runtime_pallets();
const PalletDescriptor* find_pallet(uint8_t index);

/// Appends an encoded event: two bytes of indices, then its fields. Defined in System.
void deposit_encoded_event(Bytes event, std::span<const Hash256> topics = {});

/// Whether the extensions of the runtime are a pipeline: then it has extrinsics of format 5. Defined by the runtime.
bool has_extension_pipeline();

#ifndef __wasm__
/// What the SDK asks of a runtime as a whole. A module has one runtime and asks it directly; a native program may have
/// several, and asks the one whose session is entered.
struct RuntimeTable {
    std::span<const PalletDescriptor* const> pallets;
    void (*deposit_event)(Bytes event, std::span<const Hash256> topics) = nullptr;
    bool (*skip_origin)(scale::Decoder& in, uint8_t pallet) = nullptr;
    bool (*allows_call)(const RuntimeCall& call) = nullptr;
    bool (*skip_event)(scale::Decoder& in, uint8_t pallet, uint8_t variant) = nullptr;
    bool has_extension_pipeline = false;
};

/// The table of the runtime `R`; defined by its SERINUS_RUNTIME.
template <class R>
const RuntimeTable& table_of();
#endif

namespace detail {

/// Defined by SERINUS_EVENTS (events.hpp).
template <class R>
bool skip_event_in(scale::Decoder& in, uint8_t pallet, uint8_t variant);

template <class E, class... All>
constexpr size_t position_in(List<All...>) {
    size_t position = 0;
    static_cast<void>(((std::is_same_v<E, All> || (++position, false)) || ...));
    return position;
}

template <uint8_t... I, class... C>
constexpr std::array<CallEntry, sizeof...(C)> call_table(List<At<I, C>...>) {
    return {CallEntry{I, &kCallTag<C>, &kCallOps<C>}...};
}

template <class P>
inline constexpr auto kCallTable = call_table(typename P::Calls{});

}  // namespace detail

/// The encoding of an event, as it stands in an event record.
template <class P, class T, class E>
Bytes encode_event(const E& event) {
    constexpr size_t kIndex = detail::position_in<E>(typename P::Event::list{});
    static_assert(kIndex < P::Event::list::kSize, "this event is missing in Event::list");
    scale::Encoder out;
    out.byte(T::kInfo.index);
    out.byte(static_cast<uint8_t>(kIndex));
    scale::encode_to(out, event);
    return std::move(out).finish();
}

template <class P, class T>
struct PalletBase {
    using Config = T;

    template <class E>
    static void deposit_event(const E& event) {
        deposit_encoded_event(encode_event<P, T>(event));
    }
};

template <class P>
constexpr PalletDescriptor describe() {
    PalletDescriptor out;
    out.info = P::Config::kInfo;
    if constexpr (requires { typename P::Calls; }) out.calls = detail::kCallTable<P>;
    if constexpr (requires { &P::on_initialize; }) out.on_initialize = &P::on_initialize;
    if constexpr (requires { &P::on_finalize; }) out.on_finalize = &P::on_finalize;
    if constexpr (requires { &P::on_idle; }) out.on_idle = &P::on_idle;
    if constexpr (requires { &P::on_runtime_upgrade; }) out.on_runtime_upgrade = &P::on_runtime_upgrade;
    if constexpr (requires { &P::on_poll; }) out.on_poll = &P::on_poll;
    if constexpr (requires { &P::offchain_worker; }) out.offchain_worker = &P::offchain_worker;
#ifndef __wasm__
    if constexpr (requires { &P::integrity_test; }) out.integrity_test = &P::integrity_test;
    if constexpr (requires { &P::try_state; }) out.try_state = &P::try_state;
#endif
    if constexpr (requires { &P::create_inherent; }) out.create_inherent = &P::create_inherent;
    if constexpr (requires { &P::check_inherent; }) out.check_inherent = &P::check_inherent;
    if constexpr (requires { &P::is_inherent_required; }) out.is_inherent_required = &P::is_inherent_required;
    if constexpr (requires { &P::is_inherent; }) out.is_inherent = &P::is_inherent;
    if constexpr (requires { P::kInherentIdentifier; }) out.inherent_identifier = P::kInherentIdentifier;
    if constexpr (requires { &P::validate_unsigned; }) out.validate_unsigned = &P::validate_unsigned;
    if constexpr (requires { &P::pre_dispatch; }) out.pre_dispatch = &P::pre_dispatch;
    if constexpr (requires { &P::build; }) out.genesis = &genesis::kHooks<P>;
    if constexpr (requires { P::kStorageVersion; }) out.storage_version = P::kStorageVersion;
    return out;
}

/// The descriptor of a pallet; defined in its translation unit.
template <class P>
extern const PalletDescriptor kDescriptor;

}  // namespace serinus::sdk

/// Once per pallet of a runtime, in the file that includes the pallet's bodies.
#define SERINUS_PALLET(...)                                                                   \
    template struct __VA_ARGS__;                                                              \
    template <>                                                                               \
    constinit const ::serinus::sdk::PalletDescriptor serinus::sdk::kDescriptor<__VA_ARGS__> = \
        ::serinus::sdk::describe<__VA_ARGS__>();
