#include "tests/malus/behaviours.hpp"

#include "tests/malus/deeds.hpp"
#include "tests/malus/lies.hpp"

namespace serinus::malus {
namespace {

class GarbageBehaviour final : public Substitutes {
  public:
    explicit GarbageBehaviour(Garbage garbage) : garbage_(garbage) {}
    CandidateChecks& checks(CandidateChecks& own, const Surroundings& around) override {
        honest_ = &own;
        checks_ = std::make_unique<SaysValid>(own, around.lane, lies_);
        return *checks_;
    }
    CollationTaker& collation_taker(CollationTaker& own, const Surroundings& around) override {
        taker_ = std::make_unique<SecondsGarbage>(own, *honest_, around.states, lies_, garbage_);
        return *taker_;
    }

  private:
    const Garbage garbage_;
    Lies lies_;
    CandidateChecks* honest_ = nullptr;  ///< given before collations are
    std::unique_ptr<SaysValid> checks_;
    std::unique_ptr<SecondsGarbage> taker_;
};

class DisputeValid final : public Substitutes {
  public:
    CandidateChecks& checks(CandidateChecks& own, const Surroundings& around) override {
        checks_ = std::make_unique<DisputesAll>(own, around.lane);
        return *checks_;
    }

  private:
    std::unique_ptr<DisputesAll> checks_;
};

class AssignNoShow final : public Substitutes {
  public:
    CandidateChecks& checks(CandidateChecks& own, const Surroundings&) override {
        checks_ = std::make_unique<NeverApproves>(own);
        return *checks_;
    }

  private:
    std::unique_ptr<NeverApproves> checks_;
};

class WithholdChunks final : public Substitutes {
  public:
    const AvailableStore& answers(const AvailableStore&) override { return nothing_; }

  private:
    GivesNothing nothing_;
};

/// Answers requests for data from another store.
template <class T>
class OtherAnswers final : public Substitutes {
  public:
    const AvailableStore& answers(const AvailableStore& own) override {
        answers_ = std::make_unique<T>(own);
        return *answers_;
    }

  private:
    std::unique_ptr<T> answers_;
};

class SignTwice final : public Substitutes {
  public:
    Outlets& outlets(Outlets& own, const Surroundings& around) override {
        outlets_ = std::make_unique<SignsTwice>(own, around.keys, around.states);
        return *outlets_;
    }

  private:
    std::unique_ptr<SignsTwice> outlets_;
};

/// Several at once, each on top of those before it.
class Several final : public Substitutes {
  public:
    void add(std::unique_ptr<Substitutes> one) { all_.push_back(std::move(one)); }
    Outlets& outlets(Outlets& own, const Surroundings& around) override {
        Outlets* out = &own;
        for (const auto& one : all_) out = &one->outlets(*out, around);
        return *out;
    }
    CandidateChecks& checks(CandidateChecks& own, const Surroundings& around) override {
        CandidateChecks* out = &own;
        for (const auto& one : all_) out = &one->checks(*out, around);
        return *out;
    }
    CollationTaker& collation_taker(CollationTaker& own, const Surroundings& around) override {
        CollationTaker* out = &own;
        for (const auto& one : all_) out = &one->collation_taker(*out, around);
        return *out;
    }
    const AvailableStore& answers(const AvailableStore& own) override {
        const AvailableStore* out = &own;
        for (const auto& one : all_) out = &one->answers(*out);
        return *out;
    }

  private:
    std::vector<std::unique_ptr<Substitutes>> all_;
};

using Make = std::unique_ptr<Substitutes> (*)();

struct Behaviour {
    BehaviourName name;
    Make make;
};

constexpr size_t kBehaviours = 8;

const std::array<Behaviour, kBehaviours>& behaviours() {
    static const std::array<Behaviour, kBehaviours> list = {{
        {{"back-garbage", "seconds good proofs with another head than they lead to, and calls everything valid"},
         [] -> std::unique_ptr<Substitutes> { return std::make_unique<GarbageBehaviour>(Garbage::kOtherHead); }},
        {{"suggest-garbage", "seconds bytes in the place of proofs, and calls everything valid"},
         [] -> std::unique_ptr<Substitutes> { return std::make_unique<GarbageBehaviour>(Garbage::kOtherProof); }},
        {{"dispute-valid", "disputes what it is assigned to approve"},
         [] -> std::unique_ptr<Substitutes> { return std::make_unique<DisputeValid>(); }},
        {{"assign-no-show", "announces assignments and approves nothing"},
         [] -> std::unique_ptr<Substitutes> { return std::make_unique<AssignNoShow>(); }},
        {{"withhold-chunks", "gives nobody chunks or proofs"},
         [] -> std::unique_ptr<Substitutes> { return std::make_unique<WithholdChunks>(); }},
        {{"other-data", "gives every second one who asks other chunks and proofs"},
         [] -> std::unique_ptr<Substitutes> { return std::make_unique<OtherAnswers<GivesOther>>(); }},
        {{"delay-answers", "gives chunks and proofs when nobody waits for them any more"},
         [] -> std::unique_ptr<Substitutes> { return std::make_unique<OtherAnswers<GivesLate>>(); }},
        {{"sign-twice", "seconds a candidate and votes for it too"},
         [] -> std::unique_ptr<Substitutes> { return std::make_unique<SignTwice>(); }},
    }};
    return list;
}

std::string known_names() {
    std::string out;
    for (const Behaviour& one : behaviours()) out += (out.empty() ? "" : ", ") + std::string(one.name.name);
    return out;
}

}  // namespace

std::span<const BehaviourName> behaviour_names() {
    static const std::vector<BehaviourName> names = [] {
        std::vector<BehaviourName> out;
        for (const Behaviour& one : behaviours()) out.push_back(one.name);
        return out;
    }();
    return names;
}

Result<std::unique_ptr<Substitutes>, std::string> make_behaviours(const std::string& names) {
    auto out = std::make_unique<Several>();
    for (size_t begin = 0; begin <= names.size();) {
        const size_t end = std::min(names.find(',', begin), names.size());
        const std::string name = names.substr(begin, end - begin);
        const auto found =
            std::ranges::find_if(behaviours(), [&](const Behaviour& one) { return name == one.name.name; });
        ENSURE(found != behaviours().end(), "\"" + name + "\" is none of " + known_names());
        out->add(found->make());
        begin = end + 1;
    }
    return std::unique_ptr<Substitutes>(std::move(out));
}

}  // namespace serinus::malus
