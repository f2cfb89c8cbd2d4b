/// Utility: several calls in one, and calls from accounts that an account has by right. Nothing is stored, and nobody
/// gets rights that they did not have: the filters of the origin apply to every inner call.
/// Pallet: utility. Observed: pallet-utility 42
#pragma once

#include "codec/boxed.hpp"
#include "runtime/pallets/utility/weights.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::pallet_utility {

using namespace sdk;

struct Constants {
    uint32_t batched_calls_limit;  ///< How many calls one batch may have.
};

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    T::kDbWeight;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;

    struct Event {
        using Generics = List<>;

        /// A batch ended early: the call at this index failed. What came before it stays done.
        struct BatchInterrupted {
            uint32_t index{};
            DispatchError error;
        };
        /// All calls of a batch succeeded.
        struct BatchCompleted {};
        /// A batch ran to its end, though some of its calls failed.
        struct BatchCompletedWithErrors {};
        /// One call of a batch succeeded.
        struct ItemCompleted {};
        /// One call of a batch failed.
        struct ItemFailed {
            DispatchError error;
        };
        /// A call was made from an origin that root chose.
        struct DispatchedAs {
            DispatchResult result;
        };
        /// The main call of two succeeded.
        struct IfElseMainSuccess {};
        /// The main call of two failed, and the other one succeeded.
        struct IfElseFallbackCalled {
            DispatchError main_error;
        };
        using list = List<BatchInterrupted, BatchCompleted, BatchCompletedWithErrors, ItemCompleted, ItemFailed,
                          DispatchedAs, IfElseMainSuccess, IfElseFallbackCalled>;
    };

    enum class Error : uint8_t {
        /// The batch has more calls than the limit.
        TooManyCalls,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Makes the calls in order up to the first that fails. It succeeds even then: events say how far it came.
    /// Origin: any but none; root passes all filters. Errors: TooManyCalls
    struct batch {
        std::vector<RuntimeCall> calls;
        DispatchInfo info() const { return info_of(calls, T::kWeights.batch(static_cast<uint32_t>(calls.size()))); }
        DispatchResultWithPostInfo operator()(NotNone, const RuntimeOrigin& origin) const;
    };
    /// Makes a call from one of the 65536 accounts that belong to the sender. The sender's filters stay.
    /// Origin: signed. Errors: those of the call.
    struct as_derivative {
        uint16_t index{};
        RuntimeCall call;
        DispatchInfo info() const {
            // The account of the sender's other self is read and written.
            return call.info_with(T::kWeights.as_derivative().saturating_add(T::kDbWeight.reads_writes(1, 1)));
        }
        DispatchResultWithPostInfo operator()(Signed who, const RuntimeOrigin& origin) const;
    };
    /// Makes the calls in order, all or none. None of them may be a batch_all itself, however deep.
    /// Origin: any but none; root passes all filters. Errors: TooManyCalls, that of the first call that fails.
    struct batch_all {
        std::vector<RuntimeCall> calls;
        DispatchInfo info() const { return info_of(calls, T::kWeights.batch_all(static_cast<uint32_t>(calls.size()))); }
        DispatchResultWithPostInfo operator()(NotNone, const RuntimeOrigin& origin) const;
    };
    /// Makes a call from any origin, past its filters. It succeeds whether or not the call does.
    /// Origin: root.
    struct dispatch_as {
        scale::Boxed<OriginCaller> as_origin;
        RuntimeCall call;
        DispatchInfo info() const { return call.info_with(T::kWeights.dispatch_as()); }
        DispatchResult operator()(Root) const;
    };
    /// Makes the calls in order, those too that follow one that failed. It succeeds in any case.
    /// Origin: any but none; root passes all filters. Errors: TooManyCalls
    struct force_batch {
        std::vector<RuntimeCall> calls;
        DispatchInfo info() const {
            return info_of(calls, T::kWeights.force_batch(static_cast<uint32_t>(calls.size())));
        }
        DispatchResultWithPostInfo operator()(NotNone, const RuntimeOrigin& origin) const;
    };
    /// Makes a call from root that is said to have the weight given here, whatever it declares.
    /// Origin: root. Errors: those of the call.
    struct with_weight {
        RuntimeCall call;
        Weight weight;
        DispatchInfo info() const { return {weight, call.info().class_}; }
        DispatchResult operator()(Root) const;
    };

    /// Makes a call, and another one if that fails.
    /// Origin: any but none; root passes all filters. Errors: those of the second call.
    struct if_else {
        RuntimeCall main;
        RuntimeCall fallback;
        DispatchInfo info() const;
        DispatchResultWithPostInfo operator()(NotNone, const RuntimeOrigin& origin) const;
    };
    /// Makes a call from any origin, past its filters.
    /// Origin: root. Errors: those of the call.
    struct dispatch_as_fallible {
        scale::Boxed<OriginCaller> as_origin;
        RuntimeCall call;
        DispatchInfo info() const { return call.info_with(T::kWeights.dispatch_as_fallible()); }
        DispatchResult operator()(Root) const;
    };
    using Calls = List<At<0, batch>, At<1, as_derivative>, At<2, batch_all>, At<3, dispatch_as>, At<4, force_batch>,
                       At<5, with_weight>, At<6, if_else>, At<7, dispatch_as_fallible>>;

    /// The account of `who` with that index.
    static AccountId derivative_account_id(const AccountId& who, uint16_t index);

  private:
    static DispatchInfo info_of(const std::vector<RuntimeCall>& calls, Weight own);
    static DispatchResult check_count(const std::vector<RuntimeCall>& calls);
    /// Makes one call of a batch and adds what it really weighed.
    static DispatchResult make(const RuntimeCall& call, const RuntimeOrigin& origin, Weight& weight);
    static bool is_no_batch_all(const RuntimeCall& call, uint32_t);
};

}  // namespace serinus::pallet_utility
