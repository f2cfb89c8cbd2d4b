/// Slashing spans: the history of a stash, cut at its offences. Within one span only the largest slash counts.
/// Source: pallet_staking 23.0.0, slashing.rs (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/sdk/traits/election.hpp"

namespace serinus::pallet_staking::slashing {

using sdk::EraIndex;
using SpanIndex = uint32_t;

/// A span: its first era, and how many it has; the last one has no end.
struct SlashingSpan {
    SpanIndex index{};
    EraIndex start{};
    std::optional<EraIndex> length;

    bool contains_era(EraIndex era) const { return start <= era && (!length || start + *length > era); }
    friend bool operator==(const SlashingSpan&, const SlashingSpan&) = default;
};

/// The spans of a stash.
struct SlashingSpans {
    SpanIndex span_index{};         ///< of the present span
    EraIndex last_start{};          ///< its first era
    EraIndex last_nonzero_slash{};  ///< the last era with an offence that cost something
    std::vector<EraIndex> prior{};  ///< lengths of the earlier spans, the youngest first

    /// The first span, from the beginning of the time in which offences count.
    static SlashingSpans first(EraIndex window_start) { return {.last_start = window_start}; }
    /// The next span begins with the era after `now`. False if it does already.
    bool end_span(EraIndex now) {
        const EraIndex next_start = now + 1;
        if (next_start <= last_start) return false;
        prior.insert(prior.begin(), next_start - last_start);
        last_start = next_start;
        ++span_index;
        return true;
    }
    /// All spans, the present one first.
    std::vector<SlashingSpan> all() const {
        std::vector<SlashingSpan> out{{span_index, last_start, std::nullopt}};
        for (const EraIndex length : prior) {
            out.push_back({out.back().index - 1, out.back().start - length, length});
        }
        return out;
    }
    uint32_t count() const { return static_cast<uint32_t>(prior.size()) + 1; }
    /// Forgets the earlier spans that were over at the beginning of the window: their indices, from the first to the
    /// one behind the last.
    std::optional<std::pair<SpanIndex, SpanIndex>> prune(EraIndex window_start) {
        const auto spans = all();
        std::optional<std::pair<SpanIndex, SpanIndex>> pruned;
        for (size_t i = 1; i < spans.size(); ++i) {
            if (spans[i].start + *spans[i].length > window_start) continue;
            const SpanIndex earliest = spans.back().index;
            prior.resize(i - 1);
            pruned.emplace(earliest, spans[i].index + 1);
            break;
        }
        last_start = std::max(last_start, window_start);
        return pruned;
    }
};

/// What a stash has lost in a span, and what its reporters got.
template <class Balance>
struct SpanRecord {
    using Params = sdk::List<sdk::Param<"Balance", Balance>>;

    Balance slashed{};
    Balance paid_out{};
};

}  // namespace serinus::pallet_staking::slashing
