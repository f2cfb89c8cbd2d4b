/// Checks of origins as types, for configurations: `using ForceOrigin = EitherOf<EnsureRoot, …>;`. A pallet takes what
/// one finds as `Origin<typename T::ForceOrigin>` (origin.hpp). A check has
///
///     using Success = …;
///     static std::optional<Success> try_origin(const RuntimeOrigin&);
///
/// or, if it depends on what the call is about, `try_origin(const RuntimeOrigin&, const Argument&)`; those that are
/// made of others pass arguments on. Source: frame_support::traits::dispatch, frame_system of July 2023
#pragma once

#include "runtime/sdk/origin.hpp"
#include "runtime/sdk/traits/nothing.hpp"

namespace serinus::sdk {

/// `E` checks origins, by themselves or for what the call is about.
template <class E, class... Argument>
concept EnsureOrigin = requires(const RuntimeOrigin& origin, const Argument&... argument) {
    { E::try_origin(origin, argument...) } -> std::same_as<std::optional<typename E::Success>>;
};

/// The check of `E`, or BadOrigin.
template <class E, class... Argument>
ResultOf<typename E::Success> ensure_origin(const RuntimeOrigin& origin, const Argument&... argument) {
    static_assert(EnsureOrigin<E, Argument...>);
    auto success = E::try_origin(origin, argument...);
    ENSURE(success.has_value(), kBadOrigin);
    return *std::move(success);
}

/// The origin passes the check `E` of the configuration; `success` is what the check found.
template <class E>
struct Origin {
    static_assert(EnsureOrigin<E>);
    typename E::Success success;
    static ResultOf<Origin> check(const RuntimeOrigin& origin) { return Origin{TRY(ensure_origin<E>(origin))}; }
};

struct EnsureRoot {
    using Success = Unit;
    static std::optional<Unit> try_origin(const RuntimeOrigin& origin) {
        return origin.caller().is_root() ? std::optional<Unit>(Unit{}) : std::nullopt;
    }
};

struct EnsureNone {
    using Success = Unit;
    static std::optional<Unit> try_origin(const RuntimeOrigin& origin) {
        return origin.caller().is_none() ? std::optional<Unit>(Unit{}) : std::nullopt;
    }
};

struct EnsureSigned {
    using Success = AccountId;
    static std::optional<AccountId> try_origin(const RuntimeOrigin& origin) {
        const AccountId* const who = origin.caller().signer();
        return who ? std::optional<AccountId>(*who) : std::nullopt;
    }
};

/// One of the accounts for which `Accounts::contains(who)`.
template <class Accounts>
struct EnsureSignedBy {
    using Success = AccountId;
    static std::optional<AccountId> try_origin(const RuntimeOrigin& origin) {
        const AccountId* const who = origin.caller().signer();
        return who && Accounts::contains(*who) ? std::optional<AccountId>(*who) : std::nullopt;
    }
};

/// This origin of the pallet with index `kPallet`, whose type of origins is an enum without data.
template <uint8_t kPallet, auto kCase>
    requires(std::is_enum_v<decltype(kCase)> && sizeof(kCase) == 1)
struct EnsurePalletOrigin {
    using Success = Unit;
    static std::optional<Unit> try_origin(const RuntimeOrigin& origin) {
        const bool is_it = is_origin_of(origin, kPallet, static_cast<uint8_t>(kCase));
        return is_it ? std::optional<Unit>(Unit{}) : std::nullopt;
    }
};

/// The variant `Case` of the origins of the pallet `P`, whose type of origins is a struct with a std::variant `v`;
/// success: what `Case` carries, its only field `_0`. `Accepted::contains(success)` chooses among them.
template <class P, class Case, class Accepted = Everything>
struct EnsureOriginCase {
    using Success = decltype(Case::_0);
    static std::optional<Success> try_origin(const RuntimeOrigin& origin) {
        const auto found = origin.pallet_origin<P>();
        const Case* const wanted = found ? std::get_if<Case>(&found->v) : nullptr;
        return wanted && Accepted::contains(wanted->_0) ? std::optional<Success>(wanted->_0) : std::nullopt;
    }
};

/// Nobody.
template <class S = Unit>
struct EnsureNever {
    using Success = S;
    static std::optional<S> try_origin(const RuntimeOrigin&, const auto&...) { return std::nullopt; }
};

/// The first that succeeds; both succeed with the same type.
template <class L, class R>
struct EitherOf {
    using Success = typename L::Success;
    static std::optional<Success> try_origin(const RuntimeOrigin& origin, const auto&... argument) {
        if (auto left = L::try_origin(origin, argument...)) return left;
        return R::try_origin(origin, argument...);
    }
};

/// The first that succeeds; the result says which.
template <class L, class R>
struct EitherOfDiverse {
    using Success = std::variant<typename L::Success, typename R::Success>;
    static std::optional<Success> try_origin(const RuntimeOrigin& origin, const auto&... argument) {
        if (auto left = L::try_origin(origin, argument...)) return Success(std::in_place_index<0>, *std::move(left));
        if (auto right = R::try_origin(origin, argument...)) return Success(std::in_place_index<1>, *std::move(right));
        return std::nullopt;
    }
};

/// Any check where one with an argument is asked for: the argument does not matter.
template <class E>
struct IgnoringArgument {
    using Success = typename E::Success;
    static std::optional<Success> try_origin(const RuntimeOrigin& origin, const auto&) { return E::try_origin(origin); }
};

/// What `E` finds, changed by `Change::apply(success)`.
template <class E, class Change>
struct MapSuccess {
    using Success = decltype(Change::apply(std::declval<typename E::Success>()));
    static std::optional<Success> try_origin(const RuntimeOrigin& origin, const auto&... argument) {
        auto found = E::try_origin(origin, argument...);
        return found ? std::optional<Success>(Change::apply(*std::move(found))) : std::nullopt;
    }
};

/// The same with a change that may refuse: `Change::try_apply(success)` gives an optional.
template <class E, class Change>
struct TryMapSuccess {
    using Success = typename decltype(Change::try_apply(std::declval<typename E::Success>()))::value_type;
    static std::optional<Success> try_origin(const RuntimeOrigin& origin, const auto&... argument) {
        auto found = E::try_origin(origin, argument...);
        return found ? Change::try_apply(*std::move(found)) : std::nullopt;
    }
};

// Changes of what was found.

/// This value, whatever it was.
template <auto kValue>
struct Replace {
    static constexpr auto apply(const auto&) { return kValue; }
};

/// Less by that much; nothing if it was less.
template <auto kBy>
struct CheckedReduceBy {
    template <class V>
    static constexpr std::optional<V> try_apply(V value) {
        return checked_sub(value, static_cast<V>(kBy));
    }
};

/// `E`, with a value that the configuration chooses.
template <class E, auto kValue>
using EnsureWithSuccess = MapSuccess<E, Replace<kValue>>;
template <auto kValue>
using EnsureRootWithSuccess = EnsureWithSuccess<EnsureRoot, kValue>;

}  // namespace serinus::sdk
