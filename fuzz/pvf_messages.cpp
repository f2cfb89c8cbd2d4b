// What a job in its cage has written, after it executed code of strangers; the orders that it was given; the input of
// validate_block. Whatever the bytes are: no crash, and what decodes is encoded to the same.
#include "base/assert.hpp"
#include "platform/job_server.hpp"
#include "pvf/job_messages.hpp"

using namespace serinus;
using namespace serinus::pvf;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto outcome = scale::decode<ExecuteOutcome>(input))
        SERINUS_ASSERT(equal(scale::encode(*outcome), input));
    const Attempt attempt = decode_outcome(input);
    if (const auto* valid = std::get_if<Valid>(&attempt)) {
        // The commitments are the same in another order.
        const auto commitments = valid->result.to_commitments();
        SERINUS_ASSERT(commitments.head_data == valid->result.head_data);
        SERINUS_ASSERT(decode_result(scale::encode(valid->result)) == valid->result);
    }
    SERINUS_ASSERT(!to_string(Retries::verdict_of(attempt)).empty());

    if (const auto refusal = decode_refusal(input)) SERINUS_ASSERT(refusal->fault != PrepareFault{});
    if (const auto order = scale::decode<JobOrderMessage>(input)) SERINUS_ASSERT(equal(scale::encode(*order), input));
    if (const auto candidate = scale::decode<CandidateInput>(input)) {
        SERINUS_ASSERT(equal(scale::encode(*candidate), input));
        const auto encoded = encode_input(*candidate);
        SERINUS_ASSERT(!encoded || encoded->size() >= candidate->parent_head.size());
    }
    (void)platform::decode_answer(input);
    for (const char c : shown_reason(as_text(input))) SERINUS_ASSERT(static_cast<unsigned char>(c) >= ' ' || c == '\n');
    return 0;
}
