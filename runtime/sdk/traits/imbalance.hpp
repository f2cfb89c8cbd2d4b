/// Money on its way: tokens that say by how much accounts and issuance differ at the moment. Dropping one settles the
/// difference with the total issuance.
///
/// `Issuer`, the currency or a type of its own, says what a settlement does, and whether an event tells of it:
///
///     static void increase_issuance(Balance);   a debt was dropped
///     static void decrease_issuance(Balance);   a credit was dropped
///
/// Source: frame_support::traits::tokens::{imbalance, fungible::imbalance} of July 2023
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

template <class Issuer>
class Credit;

/// Move-only amount; `Self::settle(amount)` runs when a non-zero one is destroyed.
template <class Self, class Opposite>
class [[nodiscard]] Imbalance {
  public:
    Imbalance() = default;
    explicit Imbalance(Balance amount) : amount_(amount) {}
    Imbalance(Imbalance&& other) noexcept : amount_(std::exchange(other.amount_, 0)) {}
    Imbalance& operator=(Imbalance&& other) noexcept {
        if (this != &other) {
            drop();
            amount_ = std::exchange(other.amount_, 0);
        }
        return *this;
    }
    ~Imbalance() { drop(); }

    Balance peek() const { return amount_; }
    /// Gives up the amount: the caller accounts for it from now on.
    Balance forget() { return std::exchange(amount_, 0); }

    /// The first has `amount`, or all if there is less; the second has the rest.
    std::pair<Self, Self> split(Balance amount) && {
        const Balance all = forget();
        const Balance first = std::min(all, amount);
        return {Self(first), Self(all - first)};
    }
    /// Parts in the ratio of the weights, the first rounded down; nothing to anybody if both are 0.
    std::pair<Self, Self> ration(uint32_t first, uint32_t second) && {
        const uint32_t total = saturating_add(first, second);
        if (total == 0) {
            drop();
            return {Self(), Self()};
        }
        return std::move(*this).split(saturating_mul(amount_, Balance{first}) / total);
    }
    void subsume(Self other) { amount_ = saturating_add(amount_, other.forget()); }
    Self merge(Self other) && { return Self(saturating_add(forget(), other.forget())); }

    /// What is left when the opposite is set against it: at most one of the two is not zero.
    std::pair<Self, Opposite> offset(Opposite other) && {
        const Balance mine = forget();
        const Balance theirs = other.forget();
        return {Self(saturating_sub(mine, theirs)), Opposite(saturating_sub(theirs, mine))};
    }

  private:
    void drop() {
        if (amount_ != 0) Self::settle(forget());
    }

    Balance amount_ = 0;
};

/// Money has come into accounts that is not issued yet: its end raises the issuance. Others say PositiveImbalance.
template <class Issuer>
class [[nodiscard]] Debt : public Imbalance<Debt<Issuer>, Credit<Issuer>> {
  public:
    using Imbalance<Debt, Credit<Issuer>>::Imbalance;
    static void settle(Balance amount) { Issuer::increase_issuance(amount); }
};

/// Money has left accounts and is still issued: its end lowers the issuance. Others say NegativeImbalance.
template <class Issuer>
class [[nodiscard]] Credit : public Imbalance<Credit<Issuer>, Debt<Issuer>> {
  public:
    using Imbalance<Credit, Debt<Issuer>>::Imbalance;
    static void settle(Balance amount) { Issuer::decrease_issuance(amount); }
};

}  // namespace serinus::sdk
