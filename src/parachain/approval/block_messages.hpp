/// Messages on one block, and which peers know them, in little memory: when finality lags hundreds of blocks are kept,
/// with thousands of messages each.
#pragma once

#include <deque>
#include <limits>
#include <optional>
#include <vector>

#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

/// A set of numbers: a sorted list as long as they are few for the highest one, then bits.
class NumberSet {
  public:
    bool contains(uint32_t number) const noexcept;
    /// Whether it was not there.
    bool insert(uint32_t number);
    void erase_if(const auto& predicate) {
        NumberSet rest;
        for_each([&](uint32_t number) {
            if (!predicate(number)) rest.insert(number);
        });
        *this = std::move(rest);
    }

  private:
    void for_each(const auto& visit) const {
        for (uint32_t i = 0; i < words_.size(); ++i) {
            if (!is_bits_) visit(words_[i]);
            for (uint32_t bit = 0; is_bits_ && bit < 32; ++bit) {
                if ((words_[i] >> bit & 1) != 0) visit(32 * i + bit);
            }
        }
    }
    void become_bits();
    void set_bit(uint32_t number);

    std::vector<uint32_t> words_;
    bool is_bits_ = false;
};

/// What validators have said of a block: each message is a validator with the bits of the candidates that it is for.
/// The same bits of a validator have one number, whether it is an assignment, an approval or both.
class BlockMessages {
  public:
    using Number = uint32_t;
    /// Where bytes are kept.
    struct Kept {
        uint32_t offset = 0;
        uint32_t size = 0;
    };

    std::optional<Number> find(ValidatorIndex validator, const Bits& bits) const;
    /// The number that they have, or the next one.
    Number add(ValidatorIndex validator, const Bits& bits);
    ValidatorIndex validator_of(Number number) const { return {subjects_[number].validator}; }
    Bits candidates_of(Number number) const;
    bool is_for(Number number, size_t candidate) const;
    bool have_common(Number a, Number b) const;
    /// All numbers of a validator, the latest first.
    void for_each_of(ValidatorIndex validator, const auto& visit) const {
        if (validator._0 >= latest_.size()) return;
        for (Number at = latest_[validator._0]; at != kNone; at = subjects_[at].before) visit(at);
    }

    Kept keep(BytesView bytes);
    BytesView kept(const Kept& where) const { return BytesView(bytes_).subspan(where.offset, where.size); }

  private:
    static constexpr Number kNone = std::numeric_limits<Number>::max();
    struct Subject {
        uint32_t validator = 0;
        Number before = kNone;  ///< of the same validator
        uint32_t bits = 0;      ///< how many
        uint32_t offset = 0;
    };
    BytesView bytes_of(const Subject& subject) const {
        return BytesView(bytes_).subspan(subject.offset, (subject.bits + 7) / 8);
    }

    std::deque<Subject> subjects_;
    std::vector<Number> latest_;  ///< by validator
    Bytes bytes_;
};

}  // namespace serinus::parachain
