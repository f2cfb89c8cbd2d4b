/// Sequential Phragmén: in each round the candidate is elected whose voters then carry the smallest load.
/// Pallet: sp-npos-elections (seq_phragmen)
#pragma once

#include <optional>

#include "runtime/npos/assignment.hpp"
#include "runtime/npos/balance.hpp"
#include "runtime/npos/election.hpp"

namespace serinus::sdk::npos {

/// Elects `to_elect` candidates, or all if there are fewer; of equal ones the first. Then the edges of voters have the
/// weights that they give, those of weight 0 are gone, and candidates have what backs them.
/// False if the weights of a voter cannot be summed.
///
/// Time: O(sum over the elected edges of the edges of their voter + rounds * candidates). Only voters of the elected
/// candidate change their load, so only scores that they take part in are computed anew.
bool elect_by_phragmen(Election& election, uint32_t to_elect);

/// The winners in the order of their election, and how each voter's stake is shared among them.
/// nullopt if an intermediate sum does not fit.
template <per_things::PerThing P>
std::optional<Outcome<P>> seq_phragmen(uint32_t to_elect, Election election,
                                       std::optional<BalancingConfig> balancing = std::nullopt) {
    if (!elect_by_phragmen(election, to_elect)) return std::nullopt;
    if (balancing) balance(election, *balancing);
    return outcome<P>(election);
}

/// Finds the winners of an election: what a configuration names as its Solver.
/// Source: frame_election_provider_support (NposSolver)
template <class S>
concept Solver = requires(uint32_t to_elect, Election election) {
    { S::template solve<Perbill>(to_elect, std::move(election)) } -> std::same_as<std::optional<Outcome<Perbill>>>;
};

/// The solver of configurations that name none.
struct SequentialPhragmen {
    template <per_things::PerThing P>
    static std::optional<Outcome<P>> solve(uint32_t to_elect, Election election) {
        return seq_phragmen<P>(to_elect, std::move(election));
    }
};

namespace detail {

template <class T>
struct SolverOf {
    using Type = SequentialPhragmen;
};
template <class T>
    requires Solver<typename T::Solver>
struct SolverOf<T> {
    using Type = typename T::Solver;
};

}  // namespace detail

/// The solver of the configuration `T`.
template <class T>
using SolverOf = typename detail::SolverOf<T>::Type;

}  // namespace serinus::sdk::npos
