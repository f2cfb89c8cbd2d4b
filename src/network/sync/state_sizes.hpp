/// How much of a state is behind what did not come yet, guessed by what came.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "state/state_download.hpp"

namespace serinus::network::sync {

/// The keys of a map are spread evenly, as hashes are: parts of one map that are as deep are about as large. Maps
/// differ.
class StateSizes {
  public:
    /// An answer brought all from `start` up to `end`, which follows it.
    void note(const state::OpenPart& start, const state::OpenPart& end, size_t bytes);
    /// Bytes of each part. Where nothing of a map has come its highest open parts count as an answer each, and what is
    /// deeper accordingly less.
    std::vector<double> guess(const std::set<state::OpenPart>& open) const;
    /// Of the last answers.
    double answer_bytes() const noexcept { return answer_bytes_; }

  private:
    std::optional<double> find(const state::OpenPart& part) const;

    struct Stretch {
        std::optional<Bytes> child;
        Bytes prefix;     ///< nibbles, of all keys of the answer
        double size = 0;  ///< of all that begins with the prefix, if it is like the answer
    };
    std::deque<Stretch> stretches_;
    double answer_bytes_ = 2 << 20;  ///< Observed: the reference answers with so much
    bool has_answer_ = false;
};

}  // namespace serinus::network::sync
