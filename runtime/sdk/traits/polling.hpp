/// Votes: who counts them and who decides on them need not know each other.
/// Source: frame_support::traits::voting of July 2023
///
/// A tally is a value with
///   static Tally of_class(Class)             without votes
///   Votes ayes_of(Class) const               by which those that wait are ordered
///   Perbill support_of(Class) const          of all who could vote
///   Perbill approval_of(Class) const         of all who did
///
/// A polling pallet has, as static functions,
///   std::vector<Class> classes()             in ascending order
///   std::optional<std::pair<Tally, Class>> as_ongoing(Index)
///   access_poll(Index, f), try_access_poll(Index, f)
///                                            `f(PollStatus)` may change the tally of an ongoing poll, and returns
///                                            anything, or a Result; after a failure nothing is stored
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// What has become of a poll. No reference outlives the function that it is given to.
template <class Tally, class Class>
struct PollStatus {
    struct None {};  ///< there never was one, or it ended without a decision
    struct Ongoing {
        Tally* tally;
        Class class_;
    };
    struct Completed {
        BlockNumber end;
        bool approved;
    };
    std::variant<None, Ongoing, Completed> v;

    const Ongoing* ongoing() const { return std::get_if<Ongoing>(&v); }
    const Completed* completed() const { return std::get_if<Completed>(&v); }
};

/// `T`: a tally of polls of a `Class`, whose ayes are counted in `Votes`.
template <class T, class Class, class Votes>
concept VoteTally = requires(const T& tally, const Class& of) {
    { T::of_class(of) } -> std::same_as<T>;
    { tally.ayes_of(of) } -> std::same_as<Votes>;
    { tally.support_of(of) } -> std::same_as<Perbill>;
    { tally.approval_of(of) } -> std::same_as<Perbill>;
};

/// `P`: a polling pallet. What its functions of functions take is seen where they are used.
template <class P>
concept Polling = requires(typename P::Index index) {
    typename P::PollStatus;
    { P::classes() } -> std::same_as<std::vector<typename P::Class>>;
    { P::as_ongoing(index) } -> std::same_as<std::optional<std::pair<typename P::Tally, typename P::Class>>>;
};

}  // namespace serinus::sdk
