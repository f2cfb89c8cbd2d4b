/// How much of a state is behind what did not come yet, guessed by what came.
#pragma once

#include <deque>
#include <vector>

#include "protocols/sync/state_position.hpp"

namespace serinus::network::sync {

/// The keys of a map are spread evenly, as hashes are: parts of one map that are as deep are about as large. Maps
/// differ. A child trie counts as a map.
class StateSizes {
  public:
    /// `bytes` of an answer are all from `start` up to `end`, which lie in one map.
    void note(const StatePosition& start, const StatePosition& end, size_t bytes);
    /// An answer that ended because it was full.
    void note_answer(size_t bytes);
    /// Bytes of each of the parts, which are in order. Where nothing of a map has come its highest open parts count as
    /// an answer each, and what is deeper accordingly less.
    struct Guess {
        double size = 0;
        bool is_known = false;  ///< something of the same map has come
    };
    std::vector<Guess> guess(const std::vector<StatePosition>& open) const;
    /// Of an answer that is full.
    double answer_bytes() const noexcept { return answer_bytes_; }

  private:
    struct Stretch {
        Bytes map;        ///< see map_of()
        Bytes prefix;     ///< nibbles, of all keys of the answer
        double size = 0;  ///< of all that begins with the prefix, if it is like the answer
    };
    static double size_of(const StatePosition& part, const std::vector<const Stretch*>& known);

    std::deque<Stretch> stretches_;  ///< the latest first
    double answer_bytes_ = 2 << 20;  ///< Observed: polkadot-stable2407: the reference answers with so much
    bool has_answer_ = false;
};

/// Of what lies below the first `from` nibbles, as a fraction: how much comes before these nibbles.
double fraction_of(BytesView nibbles, size_t from);

/// Of the position within its child trie, or within the top trie.
BytesView nibbles_of(const StatePosition& position);

/// Whether keys below the position are spread evenly.
bool is_in_map(const StatePosition& position);

}  // namespace serinus::network::sync
