/// Extensions of transactions as a pipeline: all of them validate, then all of them prepare, the call runs, all of them
/// settle. A composition that says `using Extensions = sdk::ExtensionPipeline<…>;` has extrinsics of the formats 4 and
/// 5 (preamble.hpp); one that says `sdk::Extensions<…>` (transaction_extension.hpp) has those of format 4, whose
/// extensions check one after the other. Observed: traits::transaction_extension of sp-runtime 43
///
/// An extension is an aggregate: its fields are sent with the transaction. It names itself (`kIdentifier`), and says
/// what both sides know and sign without sending it (`additional_signed()`, whose errors come before all others). What
/// it does of the following it declares; what it leaves out succeeds and says nothing. `Val` is what it hands from the
/// first step to the second, `Pre` from there to the last; without them it is nothing, and the step returns
/// TransactionValidity, or TransactionCheck.
///
///     Weight weight(const RuntimeCall&) const;
///     Result<std::pair<ValidTransaction, Val>, TransactionValidityError> validate(const TransactionView&) const;
///     Result<Pre, TransactionValidityError> prepare(Val, const TransactionView&) const;    // may write
///     static Result<Weight, TransactionValidityError> settle(Pre, const SettledTransaction&);   // what it did not use
///     of its weight runs static TransactionValidity validate_bare(const RuntimeCall&, const DispatchInfo&, uint32_t
///     length); static TransactionCheck prepare_bare(the same); static TransactionCheck settle_bare(const
///     SettledTransaction&);
#pragma once

#include "runtime/sdk/transaction_extension.hpp"

namespace serinus::sdk {

/// What extensions know of a transaction that is not bare.
struct TransactionView {
    const AccountId* signer;  ///< nullptr: nobody has signed it
    const RuntimeCall& call;
    const DispatchInfo& info;  ///< its weight is that of the call and of all extensions
    uint32_t length;           ///< bytes of the extrinsic
    TransactionSource source;
};

/// What extensions know of an extrinsic whose call has run.
struct SettledTransaction {
    const DispatchInfo& info;      ///< as in TransactionView
    const PostDispatchInfo& post;  ///< what the extensions before have not used is taken off already
    uint32_t length;
    const DispatchResult& result;
};

namespace detail {

template <class E>
struct ValOf {
    using type = Unit;
};
template <class E>
    requires requires { typename E::Val; }
struct ValOf<E> {
    using type = typename E::Val;
};

}  // namespace detail

/// In the order in which they are encoded and run; the first that refuses ends it.
template <class... E>
struct ExtensionPipeline {
    using Types = List<E...>;
    using Extra = std::tuple<E...>;
    using Val = std::tuple<typename detail::ValOf<E>::type...>;
    using Pre = std::tuple<typename detail::PreOf<E>::type...>;

    /// Tells Executive and the metadata.
    static constexpr bool kIsPipeline = true;
    static constexpr ByteArray<2> kFormats = {4, 5};

    /// Appends what is signed but not sent.
    static TransactionCheck append_additional(const Extra& extra, scale::Encoder& out) {
        return Extensions<E...>::append_additional(extra, out);
    }

    /// Of all extensions, for this call.
    static Weight weight(const Extra& extra, const RuntimeCall& call) {
        Weight sum = Weight::zero();
        const auto add = [&](const auto& one) {
            if constexpr (requires { one.weight(call); }) sum.saturating_accrue(one.weight(call));
        };
        std::apply([&](const E&... e) { (add(e), ...); }, extra);
        return sum;
    }

    /// What all of them say to it, even if nobody signed; then that such a transaction has no origin, as no extension
    /// gives one.
    static Result<std::pair<ValidTransaction, Val>, TransactionValidityError> validate(const Extra& extra,
                                                                                       const TransactionView& view) {
        std::pair<ValidTransaction, Val> out;
        TransactionCheck check = nothing_is_missing(extra);
        if (check) validate_all(extra, view, out, check, std::index_sequence_for<E...>{});
        if (!check) return Err(std::move(check).error());
        ENSURE(view.signer != nullptr, InvalidTransaction::UnknownOrigin{});
        return out;
    }

    static Result<Pre, TransactionValidityError> validate_and_prepare(const Extra& extra, TransactionView view) {
        view.source = TransactionSource::InBlock;
        auto valid = TRY(validate(extra, view));
        Pre pre;
        TransactionCheck check;
        prepare_all(extra, view, valid.second, pre, check, std::index_sequence_for<E...>{});
        if (!check) return Err(std::move(check).error());
        return pre;
    }

    /// `post` is what the call said of itself; behind this it says what the transaction weighed, with its extensions.
    static TransactionCheck settle(Pre&& pre, const DispatchInfo& info, Weight extension_weight, PostDispatchInfo& post,
                                   uint32_t length, const DispatchResult& result) {
        const Weight of_call = post.actual_weight.value_or(info.weight.saturating_sub(extension_weight));
        post.actual_weight = of_call.saturating_add(extension_weight);
        TransactionCheck check;
        settle_all(std::move(pre), {info, post, length, result}, post, check, std::index_sequence_for<E...>{});
        return check;
    }

    static TransactionValidity validate_bare(const RuntimeCall& call, const DispatchInfo& info, uint32_t length) {
        TransactionValidity so_far = ValidTransaction{};
        static_cast<void>((validate_one_bare<E>(call, info, length, so_far) && ...));
        return so_far;
    }
    static TransactionCheck prepare_bare(const RuntimeCall& call, const DispatchInfo& info, uint32_t length) {
        TransactionCheck check;
        static_cast<void>((prepare_one_bare<E>(call, info, length, check) && ...));
        return check;
    }
    static TransactionCheck settle_bare(const SettledTransaction& settled) {
        TransactionCheck check;
        static_cast<void>((settle_one_bare<E>(settled, check) && ...));
        return check;
    }

  private:
    static TransactionCheck nothing_is_missing(const Extra& extra) {
        scale::Encoder unused;
        return append_additional(extra, unused);
    }

    template <class One>
    static bool validate_one(const One& extension, const TransactionView& view, ValidTransaction& valid,
                             typename detail::ValOf<One>::type& val, TransactionCheck& check) {
        if constexpr (requires { typename One::Val; }) {
            auto result = extension.validate(view);
            if (!result) {
                check = Err(std::move(result).error());
                return false;
            }
            valid = std::move(valid).combine_with(std::move(result->first));
            val = std::move(result->second);
        } else if constexpr (requires { extension.validate(view); }) {
            TransactionValidity result = extension.validate(view);
            if (!result) {
                check = Err(std::move(result).error());
                return false;
            }
            valid = std::move(valid).combine_with(*std::move(result));
        }
        return true;
    }
    template <size_t... I>
    static void validate_all(const Extra& extra, const TransactionView& view, std::pair<ValidTransaction, Val>& out,
                             TransactionCheck& check, std::index_sequence<I...>) {
        static_cast<void>((validate_one(std::get<I>(extra), view, out.first, std::get<I>(out.second), check) && ...));
    }

    template <class One>
    static bool prepare_one(const One& extension, const TransactionView& view, typename detail::ValOf<One>::type& val,
                            typename detail::PreOf<One>::type& pre, TransactionCheck& check) {
        if constexpr (requires { typename One::Pre; }) {
            auto result = extension.prepare(std::move(val), view);
            if (!result) {
                check = Err(std::move(result).error());
                return false;
            }
            pre = *std::move(result);
        } else if constexpr (requires { extension.prepare(std::move(val), view); }) {
            check = extension.prepare(std::move(val), view);
        }
        return check.has_value();
    }
    template <size_t... I>
    static void prepare_all(const Extra& extra, const TransactionView& view, Val& val, Pre& pre,
                            TransactionCheck& check, std::index_sequence<I...>) {
        static_cast<void>((prepare_one(std::get<I>(extra), view, std::get<I>(val), std::get<I>(pre), check) && ...));
    }

    template <class One>
    static bool settle_one(typename detail::PreOf<One>::type&& pre, const SettledTransaction& settled,
                           PostDispatchInfo& post, TransactionCheck& check) {
        if constexpr (requires { One::settle(std::move(pre), settled); }) {
            auto unspent = One::settle(std::move(pre), settled);
            if (!unspent) {
                check = Err(std::move(unspent).error());
                return false;
            }
            post.actual_weight = post.actual_weight->saturating_sub(*unspent);
        }
        return true;
    }
    template <size_t... I>
    static void settle_all(Pre&& pre, const SettledTransaction& settled, PostDispatchInfo& post,
                           TransactionCheck& check, std::index_sequence<I...>) {
        static_cast<void>((settle_one<E>(std::move(std::get<I>(pre)), settled, post, check) && ...));
    }

    template <class One>
    static bool validate_one_bare(const RuntimeCall& call, const DispatchInfo& info, uint32_t length,
                                  TransactionValidity& so_far) {
        if constexpr (requires { One::validate_bare(call, info, length); }) {
            TransactionValidity more = One::validate_bare(call, info, length);
            so_far = more ? TransactionValidity((*std::move(so_far)).combine_with(*std::move(more))) : std::move(more);
        }
        return so_far.has_value();
    }
    template <class One>
    static bool prepare_one_bare(const RuntimeCall& call, const DispatchInfo& info, uint32_t length,
                                 TransactionCheck& check) {
        if constexpr (requires { One::prepare_bare(call, info, length); }) {
            check = One::prepare_bare(call, info, length);
        }
        return check.has_value();
    }
    template <class One>
    static bool settle_one_bare(const SettledTransaction& settled, TransactionCheck& check) {
        if constexpr (requires { One::settle_bare(settled); }) check = One::settle_bare(settled);
        return check.has_value();
    }
};

/// Whether a composition's extensions are a pipeline.
template <class Extensions>
inline constexpr bool kIsPipeline = requires { requires Extensions::kIsPipeline; };

}  // namespace serinus::sdk
