// Mnemonics: a phrase that parses is, up to white space, the one phrase of its entropy; any entropy has a phrase.
#include "crypto/mnemonic.hpp"

#include "base/assert.hpp"

using namespace serinus;
using namespace serinus::crypto;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto entropy = mnemonic::parse(as_text(input))) {
        const SecretText phrase = mnemonic::phrase_of(entropy->reveal());
        std::string_view ours = phrase.reveal();
        std::string_view theirs = as_text(input);
        constexpr std::string_view kSpace = " \t\n\v\f\r";
        while (!ours.empty()) {
            theirs.remove_prefix(theirs.find_first_not_of(kSpace));
            const std::string_view word = ours.substr(0, ours.find(' '));
            SERINUS_ASSERT(theirs.starts_with(word));
            theirs.remove_prefix(word.size());
            ours.remove_prefix(std::min(ours.size(), word.size() + 1));
        }
        SERINUS_ASSERT(theirs.find_first_not_of(kSpace) == std::string_view::npos);
    }
    for (const size_t entropy_size : {16u, 20u, 24u, 28u, 32u}) {
        if (size < entropy_size) break;
        const BytesView entropy = input.first(entropy_size);
        const auto again = mnemonic::parse(mnemonic::phrase_of(entropy).reveal());
        SERINUS_ASSERT(again.has_value() && equal(again->reveal(), entropy));
    }
    return 0;
}
