/// Where a call comes from: nobody, an account, the chain itself, or what a pallet vouches for.
#pragma once

#include "runtime/sdk/dispatch_error.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::frame_support::dispatch {

/// The origins that every runtime has. `AccountId` is a parameter only for its name in the metadata.
template <class AccountId>
struct RawOrigin {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>>;

    struct Root {
        friend bool operator==(Root, Root) = default;
    };
    struct Signed {
        AccountId _0;
        friend bool operator==(const Signed&, const Signed&) = default;
    };
    struct None {
        friend bool operator==(None, None) = default;
    };
    /// What an extension has let in without a signature. None does.
    struct Authorized {
        friend bool operator==(Authorized, Authorized) = default;
    };
    std::variant<Root, Signed, None, Authorized> v;
    friend bool operator==(const RawOrigin&, const RawOrigin&) = default;
};

}  // namespace serinus::frame_support::dispatch

namespace serinus::sdk {

class RuntimeCall;  // call.hpp

using RawOrigin = frame_support::dispatch::RawOrigin<AccountId>;

/// The origin of a pallet other than System, encoded: its meaning is that pallet's.
struct PalletOrigin {
    uint8_t pallet{};
    Bytes origin;
    friend bool operator==(const PalletOrigin&, const PalletOrigin&) = default;
};

/// The outer enum of origins; its variants are the pallets' indices. Decoding asks the runtime (`skip_pallet_origin`),
/// so that nothing unknown gets in.
struct OriginCaller {
    std::variant<RawOrigin, PalletOrigin> v;

    const RawOrigin* system() const { return std::get_if<RawOrigin>(&v); }
    bool is_root() const { return system() && std::holds_alternative<RawOrigin::Root>(system()->v); }
    bool is_none() const { return system() && std::holds_alternative<RawOrigin::None>(system()->v); }
    /// The account, if one has signed.
    const AccountId* signer() const {
        const auto* const raw = system();
        const auto* const by = raw ? std::get_if<RawOrigin::Signed>(&raw->v) : nullptr;
        return by ? &by->_0 : nullptr;
    }
    friend bool operator==(const OriginCaller&, const OriginCaller&) = default;
};

/// System stands at index 0 in every runtime.
inline constexpr uint8_t kSystemPallet = 0;

/// Steps over the origin of the pallet with that index; false if the runtime has none such. Defined by the runtime.
bool skip_pallet_origin(scale::Decoder& in, uint8_t pallet);

/// The base filter of the runtime, which holds for all origins but Root. Defined by the runtime.
bool base_filter_allows(const RuntimeCall& call);

/// Forbids some calls to an origin. `data` is the filter's own.
struct CallFilter {
    bool (*allows)(const RuntimeCall& call, uint32_t data);
    uint32_t data = 0;
};

/// What a call is given: its origin, and the filters that whoever passed it on has put on it. They hold for everything
/// that is dispatched with this origin or one derived from it; Root is never filtered.
class RuntimeOrigin {
  public:
    explicit RuntimeOrigin(OriginCaller caller) : caller_(std::move(caller)) {}

    static RuntimeOrigin root() { return RuntimeOrigin({RawOrigin{RawOrigin::Root{}}}); }
    static RuntimeOrigin none() { return RuntimeOrigin({RawOrigin{RawOrigin::None{}}}); }
    static RuntimeOrigin signed_by(const AccountId& who) { return RuntimeOrigin({RawOrigin{RawOrigin::Signed{who}}}); }
    /// What the pallet `P` vouches for; `P::Origin` is its type of origins.
    template <class P>
    static RuntimeOrigin of_pallet(const typename P::Origin& origin) {
        return RuntimeOrigin({PalletOrigin{P::Config::kInfo.index, scale::encode(origin)}});
    }

    const OriginCaller& caller() const { return caller_; }
    /// The origin of the pallet `P`, if it is one.
    template <class P>
    std::optional<typename P::Origin> pallet_origin() const {
        const auto* const other = std::get_if<PalletOrigin>(&caller_.v);
        if (!other || other->pallet != P::Config::kInfo.index) return std::nullopt;
        auto origin = scale::decode<typename P::Origin>(other->origin);
        return origin ? std::optional<typename P::Origin>(*std::move(origin)) : std::nullopt;
    }
    void set_caller(OriginCaller caller) { caller_ = std::move(caller); }
    /// Only the origin is another's; the filters stay.
    void set_caller_from(const RuntimeOrigin& other) { caller_ = other.caller_; }

    void add_filter(CallFilter filter) { filters_.push_back(filter); }
    /// Only the base filter is left.
    void reset_filter() { filters_.clear(); }
    /// Whether `call` may be made.
    bool allows(const RuntimeCall& call) const;

  private:
    OriginCaller caller_;
    std::vector<CallFilter> filters_;
};

/// Whether it is this origin, which has no data, of the pallet with that index.
bool is_origin_of(const RuntimeOrigin& origin, uint8_t pallet, uint8_t variant);

/// The signer, or BadOrigin.
ResultOf<AccountId> ensure_signed(const RuntimeOrigin& origin);
/// nullopt stands for Root.
ResultOf<std::optional<AccountId>> ensure_signed_or_root(const RuntimeOrigin& origin);

// What a call demands of its origin, as the type of the first parameter of its `operator()`. The dispatcher makes the
// parameter by `check`, and the call fails with BadOrigin before its body runs if that fails. A call for any origin
// takes a `const RuntimeOrigin&`; one that needs the origin besides, to pass it on, takes it as its second parameter:
//
//     DispatchResult operator()(Signed who) const;
//     DispatchResult operator()(Root) const;
//     DispatchResult operator()(Origin<typename T::ForceOrigin> by) const;                      // by.success
//     DispatchResult operator()(Signed who, const RuntimeOrigin& origin) const;

/// The account that has signed.
struct Signed : AccountId {
    static ResultOf<Signed> check(const RuntimeOrigin& origin);
};

/// The chain itself.
struct Root {
    static ResultOf<Root> check(const RuntimeOrigin& origin);
};

/// Nobody: inherents, and unsigned extrinsics that their pallet has validated.
struct None {
    static ResultOf<None> check(const RuntimeOrigin& origin);
};

/// Anybody: an account, the chain, or what a pallet vouches for.
struct NotNone {
    static ResultOf<NotNone> check(const RuntimeOrigin& origin);
};

}  // namespace serinus::sdk

namespace serinus::scale {

/// Of Kusama's origins. Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<sdk::OriginCaller>{36, 4};

/// Compiled once (codecs.cpp; what reads it asks the runtime and stands in origin.cpp).
template <>
struct Codec<sdk::OriginCaller> {
    static constexpr size_t kMinSize = 2;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const sdk::OriginCaller& origin);
    static void write(Encoder& out, const sdk::OriginCaller& origin);
    static bool read(Decoder& in, sdk::OriginCaller& origin);
};

}  // namespace serinus::scale
