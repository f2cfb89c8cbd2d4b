/// What is checked and done around every call of a transaction: nonce, lifetime, weight, fee.
///
/// An extension is an aggregate: its fields are sent with the transaction. It names itself (`kIdentifier`), and says
/// what both sides know and sign without sending it (`Additional`, `additional_signed()`). What it does of the
/// following it declares; what it leaves out succeeds and says nothing:
///
///     TransactionValidity validate(const AccountId&, const RuntimeCall&, const DispatchInfo&, uint32_t length) const;
///     Result<Pre, TransactionValidityError> pre_dispatch(the same) const;      // with `Pre`; otherwise `validate`
///     runs static TransactionValidity validate_unsigned(const RuntimeCall&, const DispatchInfo&, uint32_t length);
///     static TransactionCheck pre_dispatch_unsigned(the same);
///     static TransactionCheck post_dispatch(Pre*, const DispatchInfo&, const PostDispatchInfo&, uint32_t length,
///                                           const DispatchResult&);            // nullptr: the extrinsic is not signed
#pragma once

#include "runtime/sdk/extrinsic.hpp"

namespace serinus::sdk {

namespace detail {

template <class E>
struct PreOf {
    using type = Unit;
};
template <class E>
    requires requires { typename E::Pre; }
struct PreOf<E> {
    using type = typename E::Pre;
};

struct PreDispatch {
    const AccountId& who;
    const RuntimeCall& call;
    const DispatchInfo& info;
    uint32_t length;
    TransactionCheck check = {};

    template <class E>
    bool operator()(const E& extension, typename PreOf<E>::type& pre) {
        if constexpr (requires { typename E::Pre; }) {
            auto result = extension.pre_dispatch(who, call, info, length);
            if (result) {
                pre = *std::move(result);
            } else {
                check = Err(std::move(result).error());
            }
        } else if constexpr (requires { extension.pre_dispatch(who, call, info, length); }) {
            check = extension.pre_dispatch(who, call, info, length);
        } else if constexpr (requires { extension.validate(who, call, info, length); }) {
            if (auto valid = extension.validate(who, call, info, length); !valid) check = Err(std::move(valid).error());
        }
        return check.has_value();
    }
};

}  // namespace detail

/// Extensions in the order in which they are encoded and run; the first that refuses ends it.
template <class... E>
struct Extensions {
    using Types = List<E...>;
    using Extra = std::tuple<E...>;
    using Pre = std::tuple<typename detail::PreOf<E>::type...>;

    /// Appends what is signed but not sent.
    static TransactionCheck append_additional(const Extra& extra, scale::Encoder& out) {
        TransactionCheck check;
        std::apply([&](const E&... e) { static_cast<void>((append(e, out, check) && ...)); }, extra);
        return check;
    }
    static TransactionValidity validate(const Extra& extra, const AccountId& who, const RuntimeCall& call,
                                        const DispatchInfo& info, uint32_t length) {
        TransactionValidity so_far = ValidTransaction{};
        std::apply([&](const E&... e) { static_cast<void>((validate_one(e, who, call, info, length, so_far) && ...)); },
                   extra);
        return so_far;
    }
    static Result<Pre, TransactionValidityError> pre_dispatch(const Extra& extra, const AccountId& who,
                                                              const RuntimeCall& call, const DispatchInfo& info,
                                                              uint32_t length) {
        Pre pre;
        detail::PreDispatch one{who, call, info, length};
        pre_dispatch_all(one, extra, pre, std::index_sequence_for<E...>{});
        if (!one.check) return Err(std::move(one.check).error());
        return pre;
    }
    static TransactionValidity validate_unsigned(const RuntimeCall& call, const DispatchInfo& info, uint32_t length) {
        TransactionValidity so_far = ValidTransaction{};
        static_cast<void>((validate_one_unsigned<E>(call, info, length, so_far) && ...));
        return so_far;
    }
    static TransactionCheck pre_dispatch_unsigned(const RuntimeCall& call, const DispatchInfo& info, uint32_t length) {
        TransactionCheck check;
        static_cast<void>((pre_dispatch_one_unsigned<E>(call, info, length, check) && ...));
        return check;
    }
    static TransactionCheck post_dispatch(Pre* pre, const DispatchInfo& info, const PostDispatchInfo& post,
                                          uint32_t length, const DispatchResult& result) {
        return post_dispatch_all(pre, info, post, length, result, std::index_sequence_for<E...>{});
    }

  private:
    template <class One>
    static bool append(const One& extension, scale::Encoder& out, TransactionCheck& check) {
        if constexpr (requires { extension.additional_signed(); }) {
            auto additional = extension.additional_signed();
            if (!additional) {
                check = Err(std::move(additional).error());
                return false;
            }
            scale::encode_to(out, *additional);
        }
        return true;
    }
    static bool add(TransactionValidity more, TransactionValidity& so_far) {
        if (!more) {
            so_far = std::move(more);
            return false;
        }
        so_far = (*std::move(so_far)).combine_with(*std::move(more));
        return true;
    }
    template <class One>
    static bool validate_one(const One& extension, const AccountId& who, const RuntimeCall& call,
                             const DispatchInfo& info, uint32_t length, TransactionValidity& so_far) {
        if constexpr (requires { extension.validate(who, call, info, length); }) {
            return add(extension.validate(who, call, info, length), so_far);
        }
        return true;
    }
    template <class One>
    static bool validate_one_unsigned(const RuntimeCall& call, const DispatchInfo& info, uint32_t length,
                                      TransactionValidity& so_far) {
        if constexpr (requires { One::validate_unsigned(call, info, length); }) {
            return add(One::validate_unsigned(call, info, length), so_far);
        }
        return true;
    }
    template <class One>
    static bool pre_dispatch_one_unsigned(const RuntimeCall& call, const DispatchInfo& info, uint32_t length,
                                          TransactionCheck& check) {
        if constexpr (requires { One::pre_dispatch_unsigned(call, info, length); }) {
            check = One::pre_dispatch_unsigned(call, info, length);
        }
        return check.has_value();
    }
    template <size_t... I>
    static void pre_dispatch_all(detail::PreDispatch& one, const Extra& extra, Pre& pre, std::index_sequence<I...>) {
        static_cast<void>((one(std::get<I>(extra), std::get<I>(pre)) && ...));
    }
    template <class One>
    static bool post_dispatch_one(typename detail::PreOf<One>::type* pre, const DispatchInfo& info,
                                  const PostDispatchInfo& post, uint32_t length, const DispatchResult& result,
                                  TransactionCheck& check) {
        if constexpr (requires { One::post_dispatch(pre, info, post, length, result); }) {
            check = One::post_dispatch(pre, info, post, length, result);
        }
        return check.has_value();
    }
    template <size_t... I>
    static TransactionCheck post_dispatch_all(Pre* pre, const DispatchInfo& info, const PostDispatchInfo& post,
                                              uint32_t length, const DispatchResult& result,
                                              std::index_sequence<I...>) {
        TransactionCheck check;
        static_cast<void>(
            (post_dispatch_one<E>(pre ? &std::get<I>(*pre) : nullptr, info, post, length, result, check) && ...));
        return check;
    }
};

}  // namespace serinus::sdk
