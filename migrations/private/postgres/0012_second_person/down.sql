DROP TABLE threshold_proposals;
