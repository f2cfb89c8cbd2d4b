/// The vocabulary of a Substrate runtime: who, how much, when.
#pragma once

#include <map>
#include <set>

#include "base/checked.hpp"
#include "base/result.hpp"
#include "codec/scale.hpp"
#include "primitives/account.hpp"
#include "primitives/header.hpp"

namespace serinus::sdk {

using primitives::AccountId;
using primitives::BlockNumber;
using primitives::EngineId;
using scale::At;
using scale::Box;
using scale::Compact;
using scale::Enum;
using scale::Unit;

using Balance = uint128_t;  ///< planck
using Nonce = uint32_t;
using Moment = uint64_t;  ///< milliseconds since 1970

/// A list of types: calls, events, hooks. The order is part of the meaning.
template <class... T>
struct List {
    static constexpr size_t kSize = sizeof...(T);
};

/// Whether `T` is one of the alternatives of the variant `V`.
template <class T, class V>
inline constexpr bool kIsAlternative = false;
template <class T, class... A>
inline constexpr bool kIsAlternative<T, std::variant<A...>> = (std::is_same_v<T, A> || ...);

}  // namespace serinus::sdk
