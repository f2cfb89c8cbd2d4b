#include "libp2p/multistream/negotiation.hpp"

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace serinus::network::multistream {
namespace {

Bytes bytes_of(std::string_view text) { return to_bytes(as_bytes(text)); }

const Listener::Supports kSupports = [](std::string_view name) { return name == "/b/1" || name == "/c/1"; };

// Spec: libp2p connections, "multistream-select"
TEST(Multistream, ADialerSendsItsHeaderAndFirstProposalAtOnce) {
    Bytes out;
    Dialer({"/noise"}).start(out);
    EXPECT_EQ(out, bytes_of("\x13/multistream/1.0.0\n\x07/noise\n"));
}

TEST(Multistream, TheSidesAgreeOnTheFirstNameThatBothKnow) {
    for (const size_t piece : {size_t{1}, size_t{5}, size_t{100}}) {
        Dialer dialer({"/a/1", "/b/1", "/c/1"});
        Listener listener;
        Bytes to_listener, to_dialer;
        dialer.start(to_listener);
        while (!to_listener.empty() || !to_dialer.empty()) {
            const Bytes for_listener = std::exchange(to_listener, {}), for_dialer = std::exchange(to_dialer, {});
            for (size_t at = 0; at < for_listener.size(); at += piece) {
                BytesView part = BytesView(for_listener).subspan(at, std::min(piece, for_listener.size() - at));
                ASSERT_TRUE(listener.take(part, to_dialer, kSupports));
            }
            for (size_t at = 0; at < for_dialer.size(); at += piece) {
                BytesView part = BytesView(for_dialer).subspan(at, std::min(piece, for_dialer.size() - at));
                ASSERT_TRUE(dialer.take(part, to_listener));
            }
        }
        ASSERT_TRUE(dialer.agreed() && listener.agreed());
        EXPECT_EQ(*dialer.agreed(), "/b/1");
        EXPECT_EQ(*listener.agreed(), "/b/1");
    }
}

TEST(Multistream, DataBehindTheAgreementIsNotTaken) {
    Listener listener;
    const Bytes bytes = bytes_of("\x13/multistream/1.0.0\n\x05/b/1\nearly data");
    BytesView input = bytes;
    Bytes out;
    ASSERT_TRUE(listener.take(input, out, kSupports));
    EXPECT_EQ(as_text(input), "early data");
    EXPECT_EQ(out, bytes_of("\x13/multistream/1.0.0\n\x05/b/1\n"));
}

TEST(Multistream, ADialerWhoseNamesAreAllRefusedHearsIt) {
    Dialer dialer({"/x"});
    const Bytes bytes = bytes_of("\x13/multistream/1.0.0\n\x03na\n");
    BytesView input = bytes;
    Bytes out;
    EXPECT_EQ(dialer.take(input, out).error(), NegotiationError::kRefused);
}

TEST(Multistream, WhatIsMalformedIsRefused) {
    const auto error_of = [](std::string_view text) {
        const Bytes bytes = bytes_of(text);
        BytesView input = bytes;
        Bytes out;
        Listener listener;
        const auto taken = listener.take(input, out, kSupports);
        return taken ? std::optional<NegotiationError>() : taken.error();
    };
    using namespace std::string_view_literals;
    EXPECT_EQ(error_of("\x13/multistream/2.0.0\n"), NegotiationError::kMalformed);
    EXPECT_EQ(error_of("\x03"
                       "abc"),
              NegotiationError::kMalformed)
        << "no line break";
    EXPECT_EQ(error_of("\x00"sv), NegotiationError::kMalformed);
    EXPECT_EQ(error_of("\xff\xff\x7f"), NegotiationError::kTooLong);
    EXPECT_EQ(error_of("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"), NegotiationError::kMalformed);
    std::string many = "\x13/multistream/1.0.0\n";
    for (size_t i = 0; i <= kMaxProposals; ++i) many += "\x05/x/1\n";
    EXPECT_EQ(error_of(many), NegotiationError::kTooManyProposals);
    EXPECT_EQ(error_of("\x13/multistream/1.0.0\n\x03ls\n"), std::nullopt);
}

TEST(Multistream, RandomBytesAreRefusedOrWaitForMore) {
    auto random = test::seeded_random();
    for (int i = 0; i < 2000; ++i) {
        const Bytes bytes = test::random_bytes(random, random() % 2000);
        BytesView input = bytes;
        Bytes out;
        Listener listener;
        (void)listener.take(input, out, kSupports);
        EXPECT_FALSE(listener.agreed());
    }
}

}  // namespace
}  // namespace serinus::network::multistream
