/// Whitelist: calls that experts vouch for, by their hashes, which an origin of governance may then make as Root.
/// Invariant (checked by try_state()): the preimage of a whitelisted call is requested.
///
/// Source: pallet_whitelist 22.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/whitelist/types.hpp"
#include "runtime/pallets/whitelist/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/preimages.hpp"

namespace serinus::pallet_whitelist {

using namespace sdk;

/// `T` has: Preimages, WhitelistOrigin, DispatchWhitelistedOrigin, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::DispatchWhitelistedOrigin;
    typename T::Preimages;
    T::kWeights;
    typename T::WhitelistOrigin;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(Preimages<typename T::Preimages>); }
    using PalletBase<Pallet, T>::deposit_event;

    struct Storage {
        /// The hashes of the calls.
        Map<Twox64Concat<Hash256>, Unit> WhitelistedCall;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A call may be made.
        struct CallWhitelisted {
            Hash256 call_hash;
        };
        /// A call may not be made any more.
        struct WhitelistedCallRemoved {
            Hash256 call_hash;
        };
        /// A call was made, with this result.
        struct WhitelistedCallDispatched {
            Hash256 call_hash;
            types::DispatchOutcome result = types::Info{};
        };
        using list = List<CallWhitelisted, WhitelistedCallRemoved, WhitelistedCallDispatched>;
    };

    enum class Error : uint8_t {
        /// The call is not among the preimages.
        UnavailablePreImage,
        /// The preimage is no call.
        UndecodableCall,
        /// The call weighs more than was said.
        InvalidCallWeightWitness,
        /// The call is not whitelisted.
        CallIsNotWhitelisted,
        /// The call is whitelisted already.
        CallAlreadyWhitelisted,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Vouches for a call, and requests it.
    ///
    /// Origin: WhitelistOrigin. Errors: CallAlreadyWhitelisted.
    struct whitelist_call {
        Hash256 call_hash;
        Weight weight() const { return T::kWeights.whitelist_call(); }
        DispatchResult operator()(Origin<typename T::WhitelistOrigin>) const;
    };
    /// Takes that back.
    ///
    /// Origin: WhitelistOrigin. Errors: CallIsNotWhitelisted.
    struct remove_whitelisted_call {
        Hash256 call_hash;
        Weight weight() const { return T::kWeights.remove_whitelisted_call(); }
        DispatchResult operator()(Origin<typename T::WhitelistOrigin>) const;
    };
    /// Makes a call of which the preimage is there, as Root, once.
    ///
    /// Origin: DispatchWhitelistedOrigin. Errors: CallIsNotWhitelisted, UnavailablePreImage, UndecodableCall,
    /// InvalidCallWeightWitness.
    struct dispatch_whitelisted_call {
        Hash256 call_hash;
        uint32_t call_encoded_len{};
        Weight call_weight_witness;
        Weight weight() const {
            return T::kWeights.dispatch_whitelisted_call(call_encoded_len).saturating_add(call_weight_witness);
        }
        DispatchResultWithPostInfo operator()(Origin<typename T::DispatchWhitelistedOrigin>) const;
    };
    /// Makes this call, as Root, once.
    ///
    /// Origin: DispatchWhitelistedOrigin. Errors: CallIsNotWhitelisted.
    struct dispatch_whitelisted_call_with_preimage {
        RuntimeCall call;
        Weight weight() const {
            return T::kWeights.dispatch_whitelisted_call_with_preimage(call.encoded_size())
                .saturating_add(call.info().weight);
        }
        DispatchResultWithPostInfo operator()(Origin<typename T::DispatchWhitelistedOrigin>) const;
    };
    using Calls = List<At<0, whitelist_call>, At<1, remove_whitelisted_call>, At<2, dispatch_whitelisted_call>,
                       At<3, dispatch_whitelisted_call_with_preimage>>;

    static TryStateResult try_state();

  private:
    /// The weight that the call says it took, if it does.
    static std::optional<Weight> clean_and_dispatch(const Hash256& hash, const RuntimeCall& call);
};

}  // namespace serinus::pallet_whitelist
