/// What a ranked collective stores, and how its votes count.
/// Pallet: ranked-collective
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_ranked_collective {

using MemberIndex = uint32_t;
using Rank = uint16_t;
using Votes = uint32_t;

/// The votes in one poll. `Voters` says how many there could be: `static MemberIndex max_voters(Class)`.
template <class Voters>
struct Tally {
    using Params = sdk::List<sdk::Param<"T">, sdk::Param<"I">, sdk::Param<"M">>;

    MemberIndex bare_ayes{};  ///< members who vote aye
    Votes ayes{};             ///< by weight
    Votes nays{};             ///< by weight

    // As sdk/traits/polling.hpp wants it.
    template <class Class>
    static Tally of_class(const Class&) {
        return {};
    }
    template <class Class>
    Votes ayes_of(const Class&) const {
        return bare_ayes;
    }
    template <class Class>
    sdk::Perbill support_of(const Class& of) const {
        return sdk::Perbill::from_rational(bare_ayes, Voters::max_voters(of));
    }
    template <class Class>
    sdk::Perbill approval_of(const Class&) const {
        return sdk::Perbill::from_rational(ayes, std::max(Votes{1}, ayes + nays));
    }
    friend bool operator==(const Tally&, const Tally&) = default;
};

struct MemberRecord {
    Rank rank{};
    friend bool operator==(MemberRecord, MemberRecord) = default;
};

/// What a member has voted, and how much that counts.
struct VoteRecord {
    struct Aye {
        Votes _0;
        friend bool operator==(Aye, Aye) = default;
    };
    struct Nay {
        Votes _0;
        friend bool operator==(Nay, Nay) = default;
    };
    std::variant<Aye, Nay> v;
    friend bool operator==(VoteRecord, VoteRecord) = default;
};

/// 1 vote for the lowest rank that may vote, then 3, 6, 10 …
struct Geometric {
    static constexpr Votes votes(Rank above) {
        const Votes rank = static_cast<Rank>(above + 1);
        return rank * (rank + 1) / 2;
    }
};

}  // namespace serinus::pallet_ranked_collective
