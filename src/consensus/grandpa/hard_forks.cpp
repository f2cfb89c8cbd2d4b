#include "consensus/grandpa/hard_forks.hpp"

#include "base/assert.hpp"
#include "base/hex.hpp"

namespace serinus::consensus::grandpa {
namespace {

using namespace literals;

constexpr Hash256 kKusama = "b0a8d493285c2df73290dfb7e61f870f17b41801197a149ca93654499ea3dafe"_hash256;

/// The runtime of block #1491596 lost the session keys, so each session named authorities with empty keys until the
/// validators had set new ones. Those who finalized the blocks until then were chosen off chain.
/// Observed: polkadot-stable2407, polkadot/node/service/src/grandpa_support.rs
constexpr std::array kKusamaForks{
    std::pair{BlockNumber{1492283}, "01e94e1e7e9cf07b3b0bf4e1717fce7448e5563901c2ef2e3b8e9ecaeba088b1"_hash256},
    std::pair{BlockNumber{1492436}, "ddc4323c5e8966844dfaa87e0c2f74ef6b43115f17bf8e4ff38845a62d02b9a9"_hash256},
    std::pair{BlockNumber{1492586}, "38ba115b296663e424e32d7b1655cd795719cef4fd7d579271a6d01086cf1628"_hash256},
    std::pair{BlockNumber{1492955}, "f3172b6b8497c10fc772f5dada4eeb1f4c4919c97de9de2e1a439444d5a057ff"_hash256},
    std::pair{BlockNumber{1493338}, "b26526aea299e9d24af29fdacd5cf4751a663d24894e3d0a37833aa14c58424a"_hash256},
    std::pair{BlockNumber{1493913}, "3980d024327d53b8d01ef0d198a052cd058dd579508d8ed6283fe3614e0a3694"_hash256},
    std::pair{BlockNumber{1495083}, "31f22997a786c25ee677786373368cae6fd501fd1bc4b212b8e267235c88179d"_hash256},
    std::pair{BlockNumber{1497404}, "1c65eb250cf54b466c64f1a4003d1415a7ee275e49615450c0e0525179857eef"_hash256},
    std::pair{BlockNumber{1498598}, "9e44116467cc9d7e224e36487bf2cf571698cae16b25f54a7430f1278331fdd8"_hash256},
};
constexpr SetId kFirstKusamaSet = 623;

/// Each has the weight 1.
constexpr std::array kKusamaAuthorities{
    "105452ff0261a21edc823a2d494ba2d1eb1b326375b8019c93b1ae79a4fa6524"_hash256,
    "36c3ba9b05f6814e0de9a3ab1e108141416c95d784122b76ee52e3b0e8c86aba"_hash256,
    "39f54a56d29828b938d10a6849fe2ac203550850a40764831c3ac839e67d3c8c"_hash256,
    "7a615fd6d6658b29664424eb0df043982cb0b8739dcc0902b8e3d46ba1df1bc2"_hash256,
    "81975e9bce27b6c069616c3cbf163ff2a26b0002dd0f7845008c57059bfd0298"_hash256,
    "480eb3fcbf3c885bb57d9dc1ef1397117f69db1b7ea14483029e28106273b485"_hash256,
    "a606b66b8466c1d7085e0ed1d6146fc322e257a55aae164f3a2e3812e212bd19"_hash256,
    "699b7afae579652ffa2e23a261220dec2d90d7570d2dec51b871f313574c2cc3"_hash256,
    "00461a3ce142d72b236592e9a5a0421e86b8570a4d9146d787fccc42129097ee"_hash256,
    "399d0657551bc8c81d0600413d6227cb21e3fdad2c48436ecd68e4e1010a07cb"_hash256,
    "d5703af4abd74aea1ced12395b3557dfbddf41384d20a15e3c3d70e6f696877f"_hash256,
    "c4f0e069020e192cac1795e56dac0f5eaf97f6476d26a201dcee49f25c0adb29"_hash256,
    "c733733716d6913652b6eb85d3424b37b97bbcef3609685ab35331bf547ee939"_hash256,
    "36cd1eebeeaea926936837b65de98409c469d2438b9cd13f9aecd9828f2320f8"_hash256,
    "7db403c44e5a3477c87352cf349111957a3771fc0e151aeb2dc46b3be272ab80"_hash256,
    "3cfc7d049205605bcb7bc5891454fe91da9a5968ecd8a0380e868813db0691b6"_hash256,
    "2d20751aa6147a65fc4369ded68e83cd379a4d7b9bcd9b0c08cba4b70abd0c06"_hash256,
    "2868883051b17c28d5cc53dde5a69a210208402bcead13086cd43d19aaf820d4"_hash256,
    "8916cb4c79579d42bdde503a8ef073c082edd220a5851a75ed23049d033d1c6d"_hash256,
    "ac8f78625e4fbb787873ce0f674a39a0dfd637e507430b776a2740d5cf063179"_hash256,
    "f26c8b40fe23a64d3bf0fbad27ea08edfe070db5f65fb28ec26fa743ad6df6f6"_hash256,
    "3f8640dbb084347eb3623a97c1304cff9c8f98516b990280e163a5ce35228a8d"_hash256,
    "baff92b53651ee2bade8d835e16b9285175db0f478c73c4f15167941ba3ea635"_hash256,
    "0ffedc01157425fb072cbc2abf8378eb3d7d46e4016010ff8d0d11e5df839c1a"_hash256,
    "7a20bf7c9973bddaad18c1e04483b18dba1574089effee6765b4aab03db6d235"_hash256,
    "8eae18945935a4d3ed3f72d08894149c48322e91d4e4d8948d384f333419ceeb"_hash256,
    "17b50d72a7b3109874ce67d2ea7e22abf891b5faffa3ef4a8245d54878cb0213"_hash256,
    "f4906ffd03b2fa8aaca2c04f6d6a489d9476c3e7ee8a161630b1a8fddcccbbc3"_hash256,
    "5f8936dc6ea6bc0e914a77310d6ecd5f75baa11f981e9d6c18d78433d82899e6"_hash256,
    "c98bacb2b0b5e88da24060475191f4ed37af1401b2bb037ce499e3243dc3c9cc"_hash256,
    "9267d47d901b7bba2dfe9d9faa6a68e6ff2c217bbe1de2a4522cf94604c49651"_hash256,
    "3eb46abb27a83dd13ec79f9f06736f0992f39b3fd2cd14f12a635c09e507c15b"_hash256,
    "14903a1932f729eec51c64c8652f5a7bdf17dfa359799e550f1083e16457ff27"_hash256,
    "182da31370a90a76902f45222b29432a72474fe3aafa7c62d368111f6214205c"_hash256,
    "7f6ceb4f00bd5c6fbeec01831f900b83fd7b4e0d13005db6c1c3e8cbddb957c1"_hash256,
    "96f8f9a5388bd2d5264095c5bf4bd5eeb2fc3cf0f3c9463d0bd2c5994025e8f0"_hash256,
    "a130eb8f61f41ca057c7ee5ade07b74ded056b6cb7d8470805888a269cc50836"_hash256,
    "32777d3b0bfd4f1e164a11869af90a8b8a81c7c191e80e17186efd9787ba0f9a"_hash256,
    "ce5498f545700388a50b77d713fbb8a2c684cc73b9e41bbe988facb6217ccbce"_hash256,
    "653c227d39cb3e05f2dfcd02c1efa499ba9f9c866e4116892ef3bdd27789c53b"_hash256,
    "47348abc24fc6f4797ec0ddc9c55f25a54bedc2ce7b2da9ee119d33f09f0d1e5"_hash256,
    "384ea72b9abb03ad899b91058b56d446e9ecdcbb7bf0c833b6553d3723bf85cc"_hash256,
    "fa831eba1c67bc9cb97e75feaf03a739a3aaa8c117e4fa59c345be08600ae1d3"_hash256,
    "381bb2f0ef2a9384e93fe56774bd6417277dc3a5a76d15ac55bfcfdd0f907787"_hash256,
    "b16e5080eab65e0a9c24f4c056f95de843518ef3ec91b5dd4b07e2d6cfc49fac"_hash256,
    "5e7b52eec0c156214b2bbfba7c059cebd6db3c45835a665e0f6aa35621d7788c"_hash256,
    "d99439653859671b34738bcf6e584e65e996e9085b08b3cdd44951e17ac8f3b0"_hash256,
    "99e0b6323bb505de354e50466921cfdb010a240ba5c8b29cf5fc34ea54af2657"_hash256,
    "0bbf8f4a346f74964fc07987fe00053d72f1f132d4964e7e5012bc9fa460a503"_hash256,
    "bbfcfcf1c9a6a576d76559e3ef69d5a13a2751f32661c0798d9b32ab017aad52"_hash256,
    "104854d7e85ff9a6825dc4de7e668d5345432b747522f73d8c2613ec8c82808d"_hash256,
    "8a6b8ddf48ef2fed9b2c2cc7aec68209d5db303a68b9c7f6caf077d6d4a85e96"_hash256,
    "b4295abb37df4a3bd35b74e4fd436154812c12f136945c6a6e745d438c22598d"_hash256,
    "3e71cf36bd6efc5d8b833750e4230c385923347fd8ceb01611763440854bc161"_hash256,
};

std::vector<HardFork> kusama_forks() {
    AuthorityList authorities;
    for (const Hash256& key : kKusamaAuthorities) authorities.push_back({AuthorityId{key.bytes}, 1});
    std::vector<HardFork> out;
    SetId set_id = kFirstKusamaSet;
    for (const auto& [number, hash] : kKusamaForks) out.push_back({set_id++, {hash, number}, authorities});
    return out;
}

}  // namespace

HardForks::HardForks(std::vector<HardFork> forks) {
    for (HardFork& fork : forks) by_set_.emplace(fork.set_id, std::move(fork));
}

const HardForks& HardForks::of_chain(const Hash256& genesis) {
    static const HardForks kusama(kusama_forks());
    static const HardForks none;
    return genesis == kKusama ? kusama : none;
}

const HardFork* HardForks::find(const BlockId& block) const {
    for (const auto& [set, fork] : by_set_) {
        if (fork.block == block) return &fork;
    }
    return nullptr;
}

const HardFork* HardForks::find_set(SetId set) const {
    const auto found = by_set_.find(set);
    return found == by_set_.end() ? nullptr : &found->second;
}

std::optional<PendingChange> HardForks::change_of(const BlockId& id, const primitives::Header& header) const {
    if (const HardFork* fork = find(id)) return PendingChange{fork->authorities, 0, id.number, id.hash, {}};
    auto signal = find_change(header);
    if (!signal) return std::nullopt;
    PendingChange change{std::move(signal->change.next_authorities), signal->change.delay, id.number, id.hash, {}};
    if (signal->forced_median) change.when = WhenImported{*signal->forced_median};
    return change;
}

bool HardForks::correct(AuthorityList& current, SetId set_id, ChangeTree& standard) const {
    bool is_wrong = false;
    if (const HardFork* fork = find_set(set_id); fork != nullptr && current != fork->authorities) {
        current = fork->authorities;
        is_wrong = true;
    }
    standard.for_each([&](PendingChange& change) {
        const HardFork* fork = find({change.hash, change.number});
        if (fork == nullptr || change.next_authorities == fork->authorities) return;
        change = {fork->authorities, 0, change.number, change.hash, {}};
        is_wrong = true;
    });
    return is_wrong;
}

}  // namespace serinus::consensus::grandpa
