/// How offences of one era and of one slashing span are set against each other.
#pragma once

#include "runtime/pallets/staking/slashing_spans.hpp"
#include "runtime/pallets/staking/types.hpp"

namespace serinus::pallet_staking {

using slashing::SlashingSpans;
using slashing::SpanIndex;

/// The spans of a stash of the pallet `P` while an offence is looked at. `window_start`: the first era for which
/// somebody can be slashed; `reward_proportion`: the most of a slash that reporters get. Written by close(), if
/// something was changed.
template <class P>
class InspectedSpans {
  public:
    InspectedSpans(const AccountId& stash, EraIndex window_start, Perbill reward_proportion)
        : stash_(stash), window_start_(window_start), reward_proportion_(reward_proportion) {
        if (auto known = P::storage.SlashingSpans.get(stash)) {
            spans_ = *std::move(known);
        } else {
            spans_ = SlashingSpans::first(window_start_);
            P::storage.SlashingSpans.put(stash, spans_);
        }
    }

    /// What the offence costs the stash beyond what it has lost already, and what reporters get for it.
    Balance slashed = 0;
    Balance reward = 0;

    std::optional<SpanIndex> span_of(EraIndex era) const {
        for (const auto& span : spans_.all()) {
            if (span.contains_era(era)) return span.index;
        }
        return std::nullopt;
    }
    bool is_present(std::optional<SpanIndex> span) const { return span == spans_.span_index; }
    void end_span(EraIndex now) { dirty_ = spans_.end_span(now) || dirty_; }

    /// Compares what the offence costs with the most that the span has cost. The span, if the era is in one.
    std::optional<SpanIndex> compare_and_update_span_slash(EraIndex era, Balance slash) {
        const auto span = span_of(era);
        if (!span) return std::nullopt;
        typename P::SpanRecord record = P::storage.SpanSlash.get({stash_, *span});
        bool changed = false;
        Balance reward_now = 0;
        if (record.slashed <= slash) {
            const Balance all = Perbill::from_percent(50) * saturating_sub(reward_proportion_ * slash, record.paid_out);
            if (record.slashed < slash) {
                slashed += slash - record.slashed;
                spans_.last_nonzero_slash = std::max(spans_.last_nonzero_slash, era);
                record.slashed = slash;
                changed = true;
            }
            reward_now = all;
        }
        if (reward_now != 0) {
            record.paid_out += reward_now;
            reward += reward_now;
            changed = true;
        }
        if (changed) {
            dirty_ = true;
            P::storage.SpanSlash.put({stash_, *span}, record);
        }
        return span;
    }

    void close() {
        if (!dirty_) return;
        if (const auto pruned = spans_.prune(window_start_)) {
            for (SpanIndex i = pruned->first; i < pruned->second; ++i) P::storage.SpanSlash.remove({stash_, i});
        }
        P::storage.SlashingSpans.put(stash_, spans_);
    }

  private:
    const AccountId& stash_;
    EraIndex window_start_;
    Perbill reward_proportion_;
    SlashingSpans spans_;
    bool dirty_ = false;
};

}  // namespace serinus::pallet_staking
