/// Where imbalances go: slashes, dust, what a treasury burns. A configuration names the takers as a list, each with
///
///     static void on_unbalanced(Imbalance amount);
///
/// Nobody takes it: `List<>`, and the issuance follows. Several share it, each as many parts as its `Share` says.
/// Source: frame_support::traits::{OnUnbalanced, SplitTwoWays} of July 2023
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// So many parts of an imbalance for the taker; one, if the list names it without a share.
template <uint32_t kParts, class Taker>
struct Share {
    static_assert(kParts > 0);
};

namespace detail {

template <class T>
struct TakerOf {
    static constexpr uint32_t kParts = 1;
    using Taker = T;
};
template <uint32_t kCount, class T>
struct TakerOf<Share<kCount, T>> {
    static constexpr uint32_t kParts = kCount;
    using Taker = T;
};

template <class L, class Imbalance>
inline constexpr bool kAllTake = false;
template <class... T, class Imbalance>
inline constexpr bool kAllTake<List<T...>, Imbalance> =
    (requires(Imbalance amount) { TakerOf<T>::Taker::on_unbalanced(std::move(amount)); } && ...);

}  // namespace detail

/// `L` is a list of takers of this imbalance.
template <class L, class Imbalance>
concept OnUnbalanced = detail::kAllTake<L, Imbalance>;

/// Gives the imbalance to the takers. Shares are rounded down; the last taker gets what is left.
template <class Imbalance>
void give_to(List<>, Imbalance) {}
template <class First, class... Rest, class Imbalance>
void give_to(List<First, Rest...>, Imbalance amount) {
    using Taker = typename detail::TakerOf<First>::Taker;
    if constexpr (sizeof...(Rest) == 0) {
        Taker::on_unbalanced(std::move(amount));
    } else {
        constexpr uint32_t kRest = (detail::TakerOf<Rest>::kParts + ...);
        auto [mine, others] = std::move(amount).ration(detail::TakerOf<First>::kParts, kRest);
        Taker::on_unbalanced(std::move(mine));
        give_to(List<Rest...>{}, std::move(others));
    }
}

}  // namespace serinus::sdk
